package dev.onsale.booking.payments;

import java.util.Optional;
import java.util.UUID;

/** Follows up what somebody says of a payment: the provider is asked, and its answer counts. */
public final class PaymentHints {
  private final AttemptLedger ledger;
  private final AttemptDriver driver;

  public PaymentHints(AttemptLedger ledger, AttemptDriver driver) {
    this.ledger = ledger;
    this.driver = driver;
  }

  /**
   * Brings our books to what the provider says now.
   *
   * @param payment order:attempt
   * @param along part of the transaction that records it
   * @return false, without running {@code along}, if we have no such payment
   * @throws ProviderUnavailableException when the provider did not answer; it may be repeated
   */
  public boolean follow(String payment, Runnable along) {
    Optional<Attempt> attempt = attempt(payment);
    attempt.ifPresent(known -> driver.follow(known, along));
    return attempt.isPresent();
  }

  private Optional<Attempt> attempt(String payment) {
    int colon = payment.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    try {
      return ledger.numbered(
          UUID.fromString(payment.substring(0, colon)),
          Integer.parseInt(payment.substring(colon + 1)));
    } catch (IllegalArgumentException noKeyOfOurs) {
      return Optional.empty();
    }
  }
}
