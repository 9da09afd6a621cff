package dev.onsale.booking.orders;

import java.util.List;

/** What became of writing an order. */
public sealed interface Placement {
  /** It is durable, now or since an earlier call for the same hold. */
  record Placed(Order order) implements Placement {}

  /**
   * Another order owns some of its seats; nothing was written.
   *
   * @param labels of those seats
   */
  record SeatsLost(List<String> labels) implements Placement {}

  /**
   * The buyer would own more than the cap; nothing was written.
   *
   * @param owned tickets the buyer owns or is paying for
   */
  record OverCap(int cap, int owned) implements Placement {}

  /** The hold's seats were reserved in an epoch that is over; nothing was written. */
  record StaleEpoch(long inForce) implements Placement {}

  /** The idempotency key was used with another request; nothing was written. */
  record KeyReused() implements Placement {}
}
