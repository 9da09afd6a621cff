package dev.onsale.booking.seats;

/** The event's seats as Redis counts them. */
public interface Inventory {

  /**
   * Reads the counts.
   *
   * @throws dev.onsale.booking.stores.StoreUnavailableException when Redis is away
   * @throws dev.onsale.booking.stores.StaleEpochException when the epoch changed
   */
  InventoryCounts counts();
}
