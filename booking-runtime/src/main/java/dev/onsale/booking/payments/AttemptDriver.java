package dev.onsale.booking.payments;

import dev.onsale.booking.orders.Order;
import dev.onsale.booking.orders.OrderRows;
import dev.onsale.booking.orders.SeatMirror;
import dev.onsale.booking.payments.PaymentProvider.PaymentState;

/**
 * Brings an attempt to its end: authorize, show the seats sold, capture, issue the tickets.
 *
 * <p>Between any two steps the process may die. Every step is durable before the next and may be
 * repeated, so whoever finds the attempt later, asks the provider for the payment's state and goes
 * on from there. Provider calls happen outside transactions.
 */
public final class AttemptDriver {
  private final PaymentProvider provider;
  private final AttemptLedger ledger;
  private final OrderRows orders;
  private final SeatMirror mirror;

  public AttemptDriver(
      PaymentProvider provider, AttemptLedger ledger, OrderRows orders, SeatMirror mirror) {
    this.provider = provider;
    this.ledger = ledger;
    this.orders = orders;
    this.mirror = mirror;
  }

  /**
   * Pays a new attempt.
   *
   * @return how it ended
   * @throws ProviderUnavailableException when the provider's decision is not known yet
   */
  AttemptState pay(Attempt attempt) {
    return settle(
        attempt,
        provider.authorize(attempt.key(), attempt.method(), attempt.amount(), attempt.currency()));
  }

  /**
   * Goes on with an attempt that somebody left undecided. One the provider has never seen is given
   * up, so that it cannot be paid later.
   */
  AttemptState resume(Attempt attempt) {
    PaymentState found =
        provider.lookUp(attempt.key()).orElseGet(() -> provider.cancel(attempt.key()));
    return settle(attempt, found);
  }

  /** Gives up an attempt, unless the provider has captured it: then the order is confirmed. */
  AttemptState giveUp(Attempt attempt) {
    return settle(attempt, provider.cancel(attempt.key()));
  }

  private AttemptState settle(Attempt attempt, PaymentState state) {
    return switch (state) {
      case AUTHORIZED ->
          ledger.authorized(attempt)
              ? take(attempt)
              : over(attempt, provider.cancel(attempt.key()));
      case CAPTURED, DECLINED, VOIDED, REFUNDED -> over(attempt, state);
    };
  }

  /** The seats are shown sold before the money is taken: a buyer is never charged for less. */
  private AttemptState take(Attempt attempt) {
    mirror.sold(order(attempt));
    PaymentState taken = provider.capture(attempt.key());
    return over(attempt, taken == PaymentState.AUTHORIZED ? provider.cancel(attempt.key()) : taken);
  }

  private AttemptState over(Attempt attempt, PaymentState state) {
    return switch (state) {
      case CAPTURED -> ledger.captured(attempt) ? paid(attempt) : giveBack(attempt);
      case DECLINED -> {
        ledger.declined(attempt);
        yield AttemptState.DECLINED;
      }
      case VOIDED -> {
        ledger.voided(attempt);
        freeIfOver(attempt);
        yield AttemptState.VOIDED;
      }
      case REFUNDED -> {
        ledger.refunded(attempt);
        yield AttemptState.REFUNDED;
      }
      case AUTHORIZED ->
          throw new IllegalStateException(
              provider.name() + " neither captures nor cancels payment " + attempt.key());
    };
  }

  private AttemptState paid(Attempt attempt) {
    mirror.sold(order(attempt));
    return AttemptState.CAPTURED;
  }

  private AttemptState giveBack(Attempt attempt) {
    return over(attempt, provider.refund(attempt.key()));
  }

  private void freeIfOver(Attempt attempt) {
    Order order = order(attempt);
    if (order.state().gaveSeatsBack()) {
      mirror.freed(order);
    }
  }

  private Order order(Attempt attempt) {
    return orders.find(attempt.orderId()).orElseThrow();
  }
}
