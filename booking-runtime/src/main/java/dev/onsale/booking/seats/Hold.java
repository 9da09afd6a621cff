package dev.onsale.booking.seats;

import java.time.Instant;
import java.util.List;

/**
 * Seats reserved for a buyer until a deadline on Redis' clock.
 *
 * @param id {@code EPOCH-} and 22 random characters
 */
public record Hold(String id, List<ReservedSeat> seats, Instant expiresAt) {}
