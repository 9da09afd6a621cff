package dev.onsale.booking.orders;

/** Where an order is. What may follow what is in {@link OrderLifecycle}. */
public enum OrderState {
  /** The seats are the buyer's until the order expires; nothing is paid. */
  PENDING,
  /** The provider set the money aside; it is captured next. */
  AUTHORIZED,
  /** Paid, tickets issued. */
  CONFIRMED,
  /** Not paid in time; the seats went back. */
  EXPIRED,
  /** Given up after an authorization; the seats went back. */
  CANCELLED;

  /** True when the order's seats are, or are to become, somebody else's. */
  public boolean gaveSeatsBack() {
    return this == EXPIRED || this == CANCELLED;
  }
}
