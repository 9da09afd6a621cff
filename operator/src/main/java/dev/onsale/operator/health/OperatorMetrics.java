package dev.onsale.operator.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** {@code onsale_operator_events} and {@code onsale_operator_leading}. */
public final class OperatorMetrics implements MeterBinder {

  private final LongSupplier events;
  private final BooleanSupplier leading;

  public OperatorMetrics(LongSupplier events, BooleanSupplier leading) {
    this.events = events;
    this.leading = leading;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("onsale.operator.events", events::getAsLong)
        .description("TicketEvents of the cluster")
        .register(registry);
    Gauge.builder("onsale.operator.leading", () -> leading.getAsBoolean() ? 1 : 0)
        .description("1 in the process that works")
        .register(registry);
  }
}
