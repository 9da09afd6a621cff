package dev.onsale.booking.clocks;

import java.time.Duration;

/** The clocks of Redis and PostgreSQL differ by more than may be; who compares them has to wait. */
public final class ClocksApartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClocksApartException(Duration redisAhead) {
    super(
        "Redis' clock is %d ms %s PostgreSQL's, more than 5 s; set the servers' clocks (NTP)"
            .formatted(
                redisAhead.abs().toMillis(), redisAhead.isNegative() ? "behind" : "ahead of"));
  }
}
