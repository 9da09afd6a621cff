package dev.onsale.booking.epoch;

/**
 * The durable row behind {@link Epoch}. Implemented by the orders: order writers share the row and
 * fail on another epoch, minting takes it exclusively. Every call throws {@code
 * StoreUnavailableException} when PostgreSQL is away.
 */
public interface EpochStore {
  /** Characters of a checkpoint at most. */
  int MOST = 4 * 1024 * 1024;

  /** The row, or {@link Epoch#NONE}. */
  Epoch current();

  /**
   * Replaces epoch {@code previous} by {@code previous + 1}, keeping the checkpoint.
   *
   * @param leaseTerm term of the caller's lease; a lower term than the one in force is refused
   * @return the epoch in force afterwards: {@code previous + 1}, or another when somebody was
   *     faster
   */
  Epoch mint(long previous, String redisRunId, long leaseTerm);

  /**
   * Stores what a rebuild needs, unless {@code epoch} is no longer in force or a later leader
   * stored something.
   *
   * @param leaseTerm term of the caller's lease
   * @param state opaque text, at most {@link #MOST} characters
   * @return whether it was stored
   */
  boolean checkpoint(long epoch, long leaseTerm, String state);
}
