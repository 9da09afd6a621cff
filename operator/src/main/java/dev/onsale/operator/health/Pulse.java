package dev.onsale.operator.health;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether work goes on. Every call to a store or to the API server has a timeout, so a
 * reconciliation that takes minutes hangs; and every object is looked at again every two minutes,
 * so where there are objects some reconciliation ends. A process without a pulse is to be started
 * again.
 */
public final class Pulse implements HealthIndicator {

  static final Duration LONGEST_WORK = Duration.ofMinutes(5);
  static final Duration LONGEST_QUIET = Duration.ofMinutes(10);

  private final List<ReconcileSlots> kinds;
  private final BooleanSupplier expectsWork;

  /**
   * @param expectsWork whether this process leads and there is an object
   */
  public Pulse(List<ReconcileSlots> kinds, BooleanSupplier expectsWork) {
    this.kinds = List.copyOf(kinds);
    this.expectsWork = expectsWork;
  }

  @Override
  public Health health() {
    return illness()
        .map(what -> Health.down().withDetail("reconciliation", what).build())
        .orElseGet(() -> Health.up().build());
  }

  Optional<String> illness() {
    Optional<String> stuck =
        kinds.stream()
            .filter(kind -> kind.longestNanos() > LONGEST_WORK.toNanos())
            .map(kind -> "one of " + kind.kind() + " has been at work for over 5 minutes")
            .findFirst();
    return stuck.or(
        () ->
            expectsWork.getAsBoolean()
                    && kinds.stream().allMatch(k -> k.quietNanos() > LONGEST_QUIET.toNanos())
                ? Optional.of("none ended for 10 minutes")
                : Optional.empty());
  }
}
