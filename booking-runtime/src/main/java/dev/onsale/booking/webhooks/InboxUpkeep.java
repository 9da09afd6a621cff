package dev.onsale.booking.webhooks;

import dev.onsale.booking.webhooks.WebhookInbox.Load;
import dev.onsale.booking.worker.LeaderTask;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * Measures the inbox, and forgets what nobody needs. A provider repeats a webhook for some days, so
 * what was processed is remembered for longer than that; what was parked, until people saw it.
 */
public final class InboxUpkeep implements LeaderTask {
  private static final Duration PROCESSED_KEPT = Duration.ofDays(7);
  private static final Duration PARKED_KEPT = Duration.ofDays(30);

  private final WebhookInbox inbox;
  private volatile Load load = new Load(0, Duration.ZERO, 0);

  public InboxUpkeep(WebhookInbox inbox, MeterRegistry meters) {
    this.inbox = inbox;
    Gauge.builder("onsale.webhooks.waiting", () -> load.waiting())
        .description("webhooks not yet followed up, as the leader sees them")
        .register(meters);
    Gauge.builder("onsale.webhooks.lag", () -> load.oldest().toMillis() / 1000.0)
        .description("age of the oldest webhook not yet followed up")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("onsale.webhooks.parked", () -> load.parked())
        .description("webhooks of payments that this event does not have")
        .register(meters);
  }

  @Override
  public String name() {
    return "webhook-upkeep";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(5);
  }

  @Override
  public void run(long term) {
    load = inbox.load();
    inbox.forget(PROCESSED_KEPT, PARKED_KEPT);
  }
}
