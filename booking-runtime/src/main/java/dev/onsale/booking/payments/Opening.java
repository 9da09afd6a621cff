package dev.onsale.booking.payments;

import dev.onsale.booking.orders.OrderState;

/** What became of opening an attempt. */
sealed interface Opening {
  /** A new attempt, durable: whatever happens next, it will be brought to its end. */
  record Opened(Attempt attempt) implements Opening {}

  /** An earlier request with this key made this attempt. */
  record Known(Attempt attempt) implements Opening {}

  /** The key was used with another body. */
  record KeyReused() implements Opening {}

  /** Another attempt of the order is undecided. */
  record Busy() implements Opening {}

  /** The order's time to pay is over. */
  record TooLate() implements Opening {}

  /** The order is in a state in which nothing is to be paid. */
  record NotPayable(OrderState state) implements Opening {}
}
