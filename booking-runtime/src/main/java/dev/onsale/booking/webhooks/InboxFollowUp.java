package dev.onsale.booking.webhooks;

import dev.onsale.booking.payments.PaymentHints;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.booking.webhooks.WebhookInbox.Waiting;
import dev.onsale.booking.worker.LeaderTask;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up at the provider what webhooks hint at. A webhook counts as processed by the transaction
 * that records the payment's state; before, it is looked at again, so a process may die anywhere.
 */
public final class InboxFollowUp implements LeaderTask {
  private static final Logger log = LoggerFactory.getLogger(InboxFollowUp.class);
  private static final int BATCH = 200;
  private static final int MOST_FAILURES = 3;

  private final WebhookInbox inbox;
  private final PaymentHints payments;

  public InboxFollowUp(WebhookInbox inbox, PaymentHints payments) {
    this.inbox = inbox;
    this.payments = payments;
  }

  @Override
  public String name() {
    return "webhook-inbox";
  }

  @Override
  public Duration interval() {
    return Duration.ofMillis(500);
  }

  @Override
  public void run(long term) {
    followUp();
  }

  /**
   * Follows up what is due. A payment that cannot be settled now is put off and does not hold up
   * the others; after three such in a run the rest waits for the next one.
   *
   * @throws RuntimeException the first failure, at the end
   */
  public void followUp() {
    RuntimeException first = null;
    int failures = 0;
    for (Waiting webhooks : inbox.due(BATCH)) {
      RuntimeException failure = tried(webhooks);
      if (failure != null) {
        first = first == null ? failure : first;
        failures++;
      }
      if (failures == MOST_FAILURES) {
        break;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private @Nullable RuntimeException tried(Waiting webhooks) {
    try {
      if (!payments.follow(webhooks.payment(), () -> inbox.processed(webhooks))) {
        inbox.park(webhooks);
        log.warn(
            "webhooks of payment {} are parked: this event has no such payment",
            webhooks.payment());
      }
      return null;
    } catch (StoreUnavailableException away) {
      throw away;
    } catch (RuntimeException failure) {
      inbox.putOff(webhooks);
      return failure;
    }
  }
}
