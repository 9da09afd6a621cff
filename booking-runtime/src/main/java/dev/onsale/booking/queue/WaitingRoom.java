package dev.onsale.booking.queue;

/** The event's waiting room as Redis counts it. */
public interface WaitingRoom {

  /**
   * Reads the counts.
   *
   * @throws dev.onsale.booking.stores.StoreUnavailableException when Redis is away
   * @throws dev.onsale.booking.stores.StaleEpochException when the epoch changed
   */
  QueueCounts counts();
}
