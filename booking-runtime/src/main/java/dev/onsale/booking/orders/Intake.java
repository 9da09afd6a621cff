package dev.onsale.booking.orders;

import java.util.List;

/** What a buyer's request for an order came to. */
public sealed interface Intake {
  /** The order is durable, now or since an earlier request. */
  record Accepted(Order order) implements Intake {}

  /** The hold's deadline passed. */
  record HoldExpired() implements Intake {}

  /** There is no such hold any more. */
  record HoldLost() implements Intake {}

  /** The hold is another buyer's. */
  record HoldOfAnother() implements Intake {}

  /**
   * Another order owns some of the seats.
   *
   * @param labels of those seats, empty when not known
   */
  record SeatsLost(List<String> labels) implements Intake {}

  /**
   * The buyer would own more tickets than allowed.
   *
   * @param owned tickets the buyer owns or is paying for
   */
  record OverCap(int cap, int owned) implements Intake {}

  /** The idempotency key was used with another request. */
  record KeyReused() implements Intake {}

  /** A request over the same hold or key is under way. */
  record Busy() implements Intake {}

  /** The event takes no new orders. */
  record SaleOver() implements Intake {}
}
