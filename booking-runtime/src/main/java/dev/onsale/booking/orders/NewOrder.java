package dev.onsale.booking.orders;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * An order to be written.
 *
 * @param epoch the Redis epoch its hold was converted in
 * @param timeToPay from its creation to its expiry
 * @param cap tickets a buyer may own of this event
 */
public record NewOrder(
    UUID id,
    String buyer,
    String hold,
    String email,
    boolean acceptEquivalentSeats,
    String currency,
    List<Order.Seat> seats,
    long epoch,
    Duration timeToPay,
    int cap) {

  /** Sum of the seats' prices, in minor units. */
  public long total() {
    return seats.stream().mapToLong(Order.Seat::price).reduce(0, Math::addExact);
  }
}
