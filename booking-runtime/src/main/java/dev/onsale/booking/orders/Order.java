package dev.onsale.booking.orders;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A buyer's purchase.
 *
 * @param buyer pseudonymous identity
 * @param currency ISO 4217
 * @param total in minor units of {@code currency}
 * @param expiresAt when the time to pay is over, by PostgreSQL's clock
 * @param seats by index, at least one
 */
public record Order(
    UUID id,
    String buyer,
    String hold,
    OrderState state,
    String currency,
    long total,
    Instant createdAt,
    Instant expiresAt,
    List<Seat> seats) {

  /**
   * @param index in the event's seat map
   * @param label the name buyers see
   * @param price in minor units, as it was when the order was placed
   */
  public record Seat(int index, String label, String tier, long price) {}

  /** The seats' indexes, ascending. */
  public List<Integer> seatIndexes() {
    return seats.stream().map(Seat::index).sorted().toList();
  }

  /** The same order in another state. */
  public Order in(OrderState next) {
    return new Order(id, buyer, hold, next, currency, total, createdAt, expiresAt, seats);
  }
}
