package dev.onsale.booking.outbox;

import dev.onsale.booking.outbox.Outbox.Lag;
import dev.onsale.booking.worker.LeaderTask;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** Measures how far Kafka is behind, and forgets what it has long had. */
public final class OutboxLag implements LeaderTask {
  private static final Duration KEPT = Duration.ofHours(24);

  private final Outbox outbox;
  private volatile Lag lag = new Lag(0, Duration.ZERO);

  public OutboxLag(Outbox outbox, MeterRegistry meters) {
    this.outbox = outbox;
    Gauge.builder("onsale.outbox.waiting", () -> lag.rows())
        .description("events not yet acknowledged by Kafka, as the leader sees them")
        .register(meters);
    Gauge.builder("onsale.outbox.lag", () -> lag.oldest().toMillis() / 1000.0)
        .description("age of the oldest event not yet acknowledged by Kafka")
        .baseUnit("seconds")
        .register(meters);
  }

  /** As of the last run. */
  public Lag lag() {
    return lag;
  }

  @Override
  public String name() {
    return "outbox-lag";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(2);
  }

  @Override
  public void run(long term) {
    lag = outbox.lag();
    outbox.forget(KEPT);
  }
}
