package dev.onsale.booking.orders;

/** What can happen to an order. */
public enum OrderChange {
  /** The provider authorized the payment. */
  PAYMENT_AUTHORIZED,
  /** The provider captured the payment. */
  PAYMENT_CAPTURED,
  /** The provider will not capture what it authorized, and the authorization is void. */
  CAPTURE_REFUSED,
  /** The time to pay is over and no attempt can be paid any more. */
  TIME_RAN_OUT
}
