package dev.onsale.booking.seats;

import java.time.Instant;
import java.util.List;

/**
 * Seats reserved for a buyer until a deadline on Redis' clock.
 *
 * @param id says all of this by itself and is good for its buyer only; see {@link
 *     dev.onsale.booking.tokens.HoldIds}
 */
public record Hold(String id, List<ReservedSeat> seats, Instant expiresAt) {}
