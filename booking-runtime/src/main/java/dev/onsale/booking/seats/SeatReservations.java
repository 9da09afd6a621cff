package dev.onsale.booking.seats;

import dev.onsale.booking.identity.Buyer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The seats of orders, in Redis. PostgreSQL decides who owns a seat; what is written here follows
 * it. Every call throws {@code StoreUnavailableException} when Redis is away and {@code
 * StaleEpochException} when the epoch changed.
 */
public interface SeatReservations {

  /**
   * Turns a hold into the seats of an order, before the order is written. Idempotent for one {@code
   * orderId}.
   */
  Conversion convert(String holdId, Buyer buyer, String orderId);

  /**
   * The order exists in PostgreSQL: its conversion is no orphan. Call after the commit; safe to
   * repeat.
   */
  void recorded(String orderId);

  /**
   * Marks the order's seats sold. Call after the commit; safe to repeat. Seats that another order
   * owns are left alone.
   *
   * @param seats indexes in the seat map
   */
  void markSold(String orderId, Collection<Integer> seats);

  /**
   * Gives the order's seats back. Call after the commit; safe to repeat: seats that the order no
   * longer owns are left alone.
   *
   * @param seats indexes in the seat map
   */
  void free(String orderId, Collection<Integer> seats);

  /**
   * Conversions that were neither recorded, sold nor freed, oldest first, at most 100. The worker
   * looks each up in PostgreSQL and calls {@link #recorded}, {@link #markSold} or {@link #free}.
   */
  List<Orphan> orphanedConversions(Duration olderThan);

  /**
   * A conversion nobody reported on.
   *
   * @param seats indexes in the seat map
   */
  record Orphan(String orderId, List<Integer> seats) {}
}
