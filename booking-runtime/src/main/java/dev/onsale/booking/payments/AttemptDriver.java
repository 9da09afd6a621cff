package dev.onsale.booking.payments;

import dev.onsale.booking.orders.Order;
import dev.onsale.booking.orders.OrderRows;
import dev.onsale.booking.orders.SeatMirror;
import dev.onsale.booking.payments.PaymentProvider.PaymentState;
import java.util.Optional;

/**
 * Brings an attempt to its end: authorize, show the seats sold, capture, issue the tickets.
 *
 * <p>Between any two steps the process may die. Every step is durable before the next and may be
 * repeated, so whoever finds the attempt later, asks the provider for the payment's state and goes
 * on from there. Provider calls happen outside transactions.
 */
public final class AttemptDriver {
  private static final Runnable NOTHING = () -> {};

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
        provider.authorize(attempt.key(), attempt.method(), attempt.amount(), attempt.currency()),
        NOTHING);
  }

  /**
   * Goes on with an attempt that somebody left undecided. One the provider has never seen is given
   * up, so that it cannot be paid later.
   */
  AttemptState resume(Attempt attempt) {
    PaymentState found =
        provider.lookUp(attempt.key()).orElseGet(() -> provider.cancel(attempt.key()));
    return settle(attempt, found, NOTHING);
  }

  /**
   * Looks the payment up because somebody said that it changed, and applies what the provider says
   * now. One the provider has never seen is left to whoever drives it.
   *
   * @param along part of the transaction that records the attempt's end
   */
  void follow(Attempt attempt, Runnable along) {
    Optional<PaymentState> found = provider.lookUp(attempt.key());
    if (found.isEmpty() || recorded(attempt.state(), found.get())) {
      record(() -> {}, along);
    } else {
      settle(attempt, found.get(), along);
    }
  }

  /** Gives up an attempt, unless the provider has captured it: then the order is confirmed. */
  AttemptState giveUp(Attempt attempt) {
    return settle(attempt, provider.cancel(attempt.key()), NOTHING);
  }

  private AttemptState settle(Attempt attempt, PaymentState state, Runnable along) {
    return switch (state) {
      case AUTHORIZED ->
          ledger.authorized(attempt)
              ? take(attempt, along)
              : over(attempt, provider.cancel(attempt.key()), along);
      case CAPTURED, DECLINED, VOIDED, REFUNDED -> over(attempt, state, along);
    };
  }

  /** The seats are shown sold before the money is taken: a buyer is never charged for less. */
  private AttemptState take(Attempt attempt, Runnable along) {
    mirror.sold(order(attempt));
    PaymentState taken = provider.capture(attempt.key());
    return over(
        attempt, taken == PaymentState.AUTHORIZED ? provider.cancel(attempt.key()) : taken, along);
  }

  private AttemptState over(Attempt attempt, PaymentState state, Runnable along) {
    return switch (state) {
      case CAPTURED -> captured(attempt, along) ? paid(attempt) : giveBack(attempt, along);
      case DECLINED -> {
        record(() -> ledger.declined(attempt), along);
        yield AttemptState.DECLINED;
      }
      case VOIDED -> {
        record(() -> ledger.voided(attempt), along);
        freeIfOver(attempt);
        yield AttemptState.VOIDED;
      }
      case REFUNDED -> {
        record(() -> ledger.refunded(attempt), along);
        yield AttemptState.REFUNDED;
      }
      case AUTHORIZED ->
          throw new IllegalStateException(
              provider.name() + " neither captures nor cancels payment " + attempt.key());
    };
  }

  private boolean captured(Attempt attempt, Runnable along) {
    return ledger.together(
        () -> {
          boolean ours = ledger.captured(attempt);
          if (ours) {
            along.run();
          }
          return ours;
        });
  }

  private void record(Runnable change, Runnable along) {
    ledger.together(
        () -> {
          change.run();
          along.run();
          return true;
        });
  }

  /** Whether the books say already what the provider says. */
  private static boolean recorded(AttemptState ours, PaymentState theirs) {
    return switch (theirs) {
      case AUTHORIZED -> false;
      case CAPTURED -> ours == AttemptState.CAPTURED;
      case DECLINED -> ours == AttemptState.DECLINED;
      case VOIDED -> ours == AttemptState.VOIDED;
      case REFUNDED -> ours == AttemptState.REFUNDED;
    };
  }

  private AttemptState paid(Attempt attempt) {
    mirror.sold(order(attempt));
    return AttemptState.CAPTURED;
  }

  /** What is not given back stays as it is in the books, and is tried again by the recovery. */
  private AttemptState giveBack(Attempt attempt, Runnable along) {
    PaymentState given = provider.refund(attempt.key());
    if (given == PaymentState.CAPTURED) {
      throw new IllegalStateException(
          provider.name() + " does not refund payment " + attempt.key());
    }
    return over(attempt, given, along);
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
