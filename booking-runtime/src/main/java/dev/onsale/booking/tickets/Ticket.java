package dev.onsale.booking.tickets;

import java.time.Instant;
import java.util.UUID;

/**
 * The right to one seat.
 *
 * @param seat the name buyers see
 */
public record Ticket(UUID id, UUID orderId, int seatIndex, String seat, Instant issuedAt) {}
