package dev.onsale.schedule;

/** Where an event is in its life, derived from its schedule and what is left to sell. */
public enum Phase {
  Pending,
  Scheduled,
  Registration,
  PreScaled,
  OnSale,
  SoldOut,
  Closed,
  Ended,
  Failed
}
