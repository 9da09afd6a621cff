package dev.onsale.booking.clocks;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Compares Redis' clock with PostgreSQL's, at most once a second. Turns and holds end by the one,
 * orders by the other: while they are more than 5 s apart the leader ends none and calls nobody.
 */
public final class StoreClocks {
  private static final Duration MOST = Duration.ofSeconds(5);
  private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

  private final Supplier<Instant> redis;
  private final Supplier<Instant> postgres;
  private Duration redisAhead = Duration.ZERO;
  private long comparedAt = System.nanoTime() - INTERVAL_NANOS;

  public StoreClocks(Supplier<Instant> redis, Supplier<Instant> postgres) {
    this.redis = redis;
    this.postgres = postgres;
  }

  /**
   * Returns if they agree.
   *
   * @throws ClocksApartException if not
   * @throws dev.onsale.booking.stores.StoreUnavailableException if one of them cannot be asked
   */
  public synchronized void requireAgreement() {
    long began = System.nanoTime();
    if (began - comparedAt >= INTERVAL_NANOS) {
      Instant one = redis.get();
      Instant other = postgres.get();
      comparedAt = System.nanoTime();
      redisAhead = nearest(Duration.between(other, one), Duration.ofNanos(comparedAt - began));
    }
    if (redisAhead.abs().compareTo(MOST) > 0) {
      throw new ClocksApartException(redisAhead);
    }
  }

  /** The least difference there can be: the two were not asked at the same time. */
  private static Duration nearest(Duration difference, Duration took) {
    if (difference.abs().compareTo(took) <= 0) {
      return Duration.ZERO;
    }
    return difference.isNegative() ? difference.plus(took) : difference.minus(took);
  }
}
