package dev.onsale.booking.payments;

import dev.onsale.booking.orders.OrderState;

/** What a buyer's request to pay came to. */
public sealed interface PaymentResult {
  /** Paid; the tickets are issued. */
  record Paid() implements PaymentResult {}

  /** The provider has not decided, or its decision is not known yet. */
  record Undecided() implements PaymentResult {}

  /** The provider said no; a new attempt is allowed until the order expires. */
  record Declined() implements PaymentResult {}

  /** The attempt was given up before anything was taken, or what was taken is returned. */
  record GivenUp() implements PaymentResult {}

  /** The idempotency key was used with another request. */
  record KeyReused() implements PaymentResult {}

  /** Another attempt of this order is under way. */
  record Busy() implements PaymentResult {}

  /** The order's time to pay is over. */
  record TooLate() implements PaymentResult {}

  /** There is nothing to pay. */
  record NotPayable(OrderState state) implements PaymentResult {}

  /** The provider does not know the method. */
  record UnknownMethod(String method, String provider) implements PaymentResult {}
}
