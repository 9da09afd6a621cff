package dev.onsale.booking.payments;

import dev.onsale.booking.orders.Order;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Buyers pay here. */
public final class Payments {
  private static final Logger log = LoggerFactory.getLogger(Payments.class);
  private static final Duration CONCURRENT_WAIT = Duration.ofSeconds(2);
  private static final long LOOK_MILLIS = 50;

  private final PaymentProvider provider;
  private final AttemptLedger ledger;
  private final AttemptDriver driver;

  public Payments(PaymentProvider provider, AttemptLedger ledger, AttemptDriver driver) {
    this.provider = provider;
    this.ledger = ledger;
    this.driver = driver;
  }

  /** As the platform names the provider. */
  public String provider() {
    return provider.name();
  }

  /**
   * Pays an order of the caller's. The same key and body gives the same result; while the first
   * request with the key is under way the second waits up to 2 s.
   *
   * @param bodyHash of the request's body
   */
  public PaymentResult pay(Order order, String method, String idempotencyKey, String bodyHash) {
    if (!provider.supports(method)) {
      return new PaymentResult.UnknownMethod(method, provider.name());
    }
    Opening opening = ledger.open(order.id(), provider.name(), method, idempotencyKey, bodyHash);
    return switch (opening) {
      case Opening.Opened opened -> drive(opened.attempt());
      case Opening.Known known -> repeated(known.attempt());
      case Opening.KeyReused reused -> new PaymentResult.KeyReused();
      case Opening.Busy busy -> new PaymentResult.Busy();
      case Opening.TooLate late -> new PaymentResult.TooLate();
      case Opening.NotPayable not -> new PaymentResult.NotPayable(not.state());
    };
  }

  private PaymentResult drive(Attempt attempt) {
    try {
      return result(driver.pay(attempt));
    } catch (ProviderUnavailableException away) {
      log.warn("payment {} is undecided: {}", attempt.key(), away.getMessage());
      return new PaymentResult.Undecided();
    }
  }

  private PaymentResult repeated(Attempt attempt) {
    long deadline = System.nanoTime() + CONCURRENT_WAIT.toNanos();
    Attempt now = attempt;
    while (now.state().undecided() && System.nanoTime() < deadline && rest()) {
      now = again(now.orderId(), now.idempotencyKey());
    }
    if (!now.state().undecided()) {
      return result(now.state());
    }
    return now.age().compareTo(PaymentRecovery.IDLE) > 0
        ? new PaymentResult.Undecided()
        : new PaymentResult.Busy();
  }

  private Attempt again(UUID order, String key) {
    return ledger.withKey(order, key).orElseThrow();
  }

  private static boolean rest() {
    try {
      Thread.sleep(LOOK_MILLIS);
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static PaymentResult result(AttemptState state) {
    return switch (state) {
      case CAPTURED -> new PaymentResult.Paid();
      case DECLINED -> new PaymentResult.Declined();
      case VOIDED, REFUNDED -> new PaymentResult.GivenUp();
      case OPEN, AUTHORIZED, OWED -> new PaymentResult.Undecided();
    };
  }
}
