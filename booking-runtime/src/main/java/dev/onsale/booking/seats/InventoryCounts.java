package dev.onsale.booking.seats;

/**
 * Seats by state at one moment. {@code capacity = free + held + sold + blocked}.
 *
 * @param held holds and unpaid orders
 * @param blocked never for sale to the public
 */
public record InventoryCounts(int capacity, int free, int held, int sold, int blocked) {}
