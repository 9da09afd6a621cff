package dev.onsale.booking.tokens;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The one thing that a process's own clock decides; clocks may be a minute apart. */
public final class Expiry {
  private static final Duration LEEWAY = Duration.ofSeconds(60);

  private Expiry() {}

  /** Whether that moment is over, on every clock that is not more than a minute wrong. */
  public static boolean over(Instant expiresAt, Clock clock) {
    return clock.instant().isAfter(expiresAt.plus(LEEWAY));
  }
}
