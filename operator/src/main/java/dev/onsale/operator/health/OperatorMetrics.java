package dev.onsale.operator.health;

import dev.onsale.schedule.Phase;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Figures of the whole operator. No meter names an object, so their number does not grow with the
 * cluster.
 */
public final class OperatorMetrics implements MeterBinder {

  private final ToLongFunction<Phase> events;
  private final BooleanSupplier leading;
  private final List<ReconcileSlots> kinds;
  private final Map<String, LongSupplier> storeErrors;

  /**
   * @param events how many are in a phase
   * @param storeErrors calls that failed since the start, by store
   */
  public OperatorMetrics(
      ToLongFunction<Phase> events,
      BooleanSupplier leading,
      List<ReconcileSlots> kinds,
      Map<String, LongSupplier> storeErrors) {
    this.events = events;
    this.leading = leading;
    this.kinds = List.copyOf(kinds);
    this.storeErrors = Map.copyOf(storeErrors);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (Phase phase : Phase.values()) {
      Gauge.builder("onsale.operator.events", () -> events.applyAsLong(phase))
          .description("TicketEvents of the cluster")
          .tag("phase", phase.name())
          .register(registry);
    }
    Gauge.builder("onsale.operator.leading", () -> leading.getAsBoolean() ? 1 : 0)
        .description("1 in the process that works")
        .register(registry);
    kinds.forEach(kind -> bind(kind, registry));
    storeErrors.forEach(
        (store, errors) ->
            FunctionCounter.builder("onsale.operator.store.errors", errors, LongSupplier::getAsLong)
                .description("Calls to a store that failed")
                .tag("store", store)
                .register(registry));
  }

  private static void bind(ReconcileSlots kind, MeterRegistry registry) {
    FunctionTimer.builder(
            "onsale.operator.reconciliations",
            kind,
            k -> k.done() + k.failed(),
            ReconcileSlots::spentNanos,
            TimeUnit.NANOSECONDS)
        .description("Reconciliations that ended, and the time they took")
        .tag("controller", kind.kind())
        .register(registry);
    FunctionCounter.builder("onsale.operator.reconciliation.failures", kind, ReconcileSlots::failed)
        .description("Reconciliations that failed and are tried again")
        .tag("controller", kind.kind())
        .register(registry);
    Gauge.builder("onsale.operator.queue", kind, ReconcileSlots::waiting)
        .description("Objects that wait to be worked on")
        .tag("controller", kind.kind())
        .register(registry);
    Gauge.builder("onsale.operator.working", kind, ReconcileSlots::working)
        .description("Objects that are worked on")
        .tag("controller", kind.kind())
        .register(registry);
  }
}
