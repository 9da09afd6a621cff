package dev.onsale.booking.payments;

import dev.onsale.booking.worker.LeaderTask;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings to an end what a request left undecided: because its process died, or the provider did not
 * answer.
 */
public final class PaymentRecovery implements LeaderTask {
  /** Longer than any request drives its attempt: three calls to the provider, three tries each. */
  static final Duration IDLE = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(PaymentRecovery.class);
  private static final int BATCH = 50;

  private final AttemptLedger ledger;
  private final AttemptDriver driver;

  public PaymentRecovery(AttemptLedger ledger, AttemptDriver driver) {
    this.ledger = ledger;
    this.driver = driver;
  }

  @Override
  public String name() {
    return "payment-recovery";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void run(long term) {
    resume(IDLE);
  }

  /**
   * Resumes attempts nobody moved for {@code idle}.
   *
   * @return how many came to their end
   */
  public int resume(Duration idle) {
    int ended = 0;
    ProviderUnavailableException away = null;
    for (Attempt attempt : ledger.stuck(idle, BATCH)) {
      try {
        AttemptState state = driver.resume(attempt);
        log.info("payment {} left undecided is now {}", attempt.key(), state);
        ended++;
      } catch (ProviderUnavailableException failure) {
        away = failure;
      }
    }
    if (away != null) {
      throw away;
    }
    return ended;
  }
}
