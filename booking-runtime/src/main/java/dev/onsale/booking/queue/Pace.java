package dev.onsale.booking.queue;

import dev.onsale.runtime.RuntimeLive;
import java.util.OptionalLong;

/**
 * How fast people are called and let in, measured.
 *
 * @param calledPerMinute people whose turn came during the last minute, whether they came or not;
 *     divides how many are ahead into minutes
 * @param admittedPerMinute people let in during the last minute
 */
public record Pace(int calledPerMinute, int admittedPerMinute) {

  /**
   * People let in a minute at most: the event's rate, and no more than its share of the payment
   * provider's budget, since each may pay.
   */
  public static int most(RuntimeLive live) {
    long payments = live.payment().maxPerSecond() * 60L;
    return (int) Math.min(live.admission().perMinute(), payments);
  }

  /** Seconds until somebody's turn at this pace; empty while nobody is called. */
  public OptionalLong secondsUntil(long ahead) {
    if (ahead == 0) {
      return OptionalLong.of(0);
    }
    return calledPerMinute == 0
        ? OptionalLong.empty()
        : OptionalLong.of(Math.ceilDiv(ahead * 60, (long) calledPerMinute));
  }
}
