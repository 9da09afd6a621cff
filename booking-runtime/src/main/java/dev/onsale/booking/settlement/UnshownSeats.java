package dev.onsale.booking.settlement;

import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.seats.Conversion;
import dev.onsale.booking.seats.SeatReservations;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Seats that nobody looks at any more. What stands in Redis is written anew, from PostgreSQL, if
 * the event ever comes back: see {@link Settlement}.
 */
final class UnshownSeats implements SeatReservations {

  @Override
  public Conversion convert(String holdId, Buyer buyer, String orderId) {
    return new Conversion.Unknown();
  }

  @Override
  public void recorded(String orderId) {}

  @Override
  public void markSold(String orderId, Collection<Integer> seats) {}

  @Override
  public void free(String orderId, Collection<Integer> seats) {}

  @Override
  public List<Orphan> orphanedConversions(Duration olderThan) {
    return List.of();
  }
}
