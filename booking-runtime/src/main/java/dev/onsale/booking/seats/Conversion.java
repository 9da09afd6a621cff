package dev.onsale.booking.seats;

import java.util.List;

/** What became of turning a hold into the seats of an order. */
public sealed interface Conversion {

  /**
   * The seats are the order's and no longer lapse; repeating the call for the same order gives the
   * same answer.
   *
   * @param epoch the Redis epoch they were converted in; the order's transaction fails on another
   */
  record Converted(long epoch, List<ReservedSeat> seats) implements Conversion {}

  /** The hold's deadline passed before. */
  record Expired() implements Conversion {}

  /** It was of an earlier life of Redis, and somebody else has seats of it by now. */
  record Lost() implements Conversion {}

  /** The hold is another buyer's. */
  record NotYours() implements Conversion {}

  /** No such hold, or it was given back. */
  record Unknown() implements Conversion {}

  /**
   * The hold was converted for another order before.
   *
   * @param orderId that order
   */
  record Taken(String orderId) implements Conversion {}
}
