package dev.onsale.booking.seats;

/** What is known of a hold. */
public sealed interface HoldView {

  /** It lives. */
  record Live(Hold hold) implements HoldView {}

  /** It became the seats of an order. */
  record Ordered(Hold hold) implements HoldView {}

  /** Its deadline passed. */
  record Expired() implements HoldView {}

  /** It was of an earlier life of Redis, and somebody else has seats of it by now. */
  record Lost() implements HoldView {}

  /** No such hold of this buyer, or given back. */
  record Unknown() implements HoldView {}
}
