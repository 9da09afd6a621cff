package dev.onsale.booking.seats;

/**
 * One seat or one standing unit.
 *
 * @param index position in the event's seat map, from 0; the durable name of the seat in PostgreSQL
 *     and Redis
 * @param id the name buyers see, such as {@code A-1-12} or {@code floor-17}
 * @param tier name of the price tier
 */
public record ReservedSeat(int index, String id, String section, String tier) {}
