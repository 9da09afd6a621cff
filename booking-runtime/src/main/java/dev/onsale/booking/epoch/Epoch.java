package dev.onsale.booking.epoch;

import org.jspecify.annotations.Nullable;

/**
 * One life of the event's Redis data, as PostgreSQL knows it.
 *
 * @param number from 1, growing; 0 before the first
 * @param redisRunId the {@code run_id} of the Redis process that holds it; absent before the first
 * @param checkpoint what {@link EpochStore#checkpoint} stored last, in any epoch; empty before
 */
public record Epoch(long number, @Nullable String redisRunId, String checkpoint) {

  /** Before anything was minted. */
  public static final Epoch NONE = new Epoch(0, null, "");
}
