package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.ProblemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests of the process wait for Redis: bounded, so that a store that is slow costs a
 * bounded amount of memory, and who comes later hears so at once.
 */
final class InFlight {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final AtomicInteger now = new AtomicInteger();
  private final int most;

  /**
   * @param most at least 1
   */
  InFlight(int most) {
    this.most = most;
  }

  int now() {
    return now.get();
  }

  /**
   * One more; {@link #leave} follows.
   *
   * @throws ProblemException 503 when there are too many
   */
  void enter() {
    if (now.incrementAndGet() > most) {
      now.decrementAndGet();
      throw new ProblemException(
              503,
              "overloaded",
              "Please try again shortly",
              "too many are being served at this moment; nothing was done")
          .retryAfter(RETRY);
    }
  }

  void leave() {
    now.decrementAndGet();
  }
}
