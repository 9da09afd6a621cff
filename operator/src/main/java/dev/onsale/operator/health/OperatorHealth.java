package dev.onsale.operator.health;

import java.util.function.BooleanSupplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up while the operator runs and its informers watch. A store or platform that is away does not
 * make the operator ill: it says so in conditions.
 */
public final class OperatorHealth implements HealthIndicator {

  private final BooleanSupplier started;
  private final BooleanSupplier watching;

  public OperatorHealth(BooleanSupplier started, BooleanSupplier watching) {
    this.started = started;
    this.watching = watching;
  }

  @Override
  public Health health() {
    if (!started.getAsBoolean()) {
      return Health.down().withDetail("operator", "not started").build();
    }
    return watching.getAsBoolean()
        ? Health.up().build()
        : Health.down().withDetail("informers", "not watching").build();
  }
}
