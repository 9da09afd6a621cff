package dev.onsale.booking.simulation;

import java.util.PriorityQueue;

/**
 * How many a door lets in that always knows who is there: the next one the moment the house has
 * room and the rate allows it.
 */
final class IdealDoor {
  private final int maxActive;
  private final double perMilli;

  IdealDoor(int maxActive, int perMinute) {
    this.maxActive = maxActive;
    this.perMilli = perMinute / 60_000.0;
  }

  /**
   * How many come in within that time.
   *
   * @param stays milliseconds that they stay, in the order in which they come in, again from the
   *     first one when there are no more
   */
  int admits(long millis, long[] stays) {
    PriorityQueue<Double> ends = new PriorityQueue<>();
    // a token bucket of a second's worth that begins as full as time before the opening makes it
    double burst = Math.max(1, perMilli * 1_000);
    double at = 0;
    double tokens = burst;
    int admitted = 0;
    while (stays.length > 0) {
      double entry = at;
      if (ends.size() >= maxActive) {
        entry = Math.max(entry, ends.remove());
      }
      tokens = Math.min(burst, tokens + (entry - at) * perMilli);
      if (tokens < 1) {
        double wait = (1 - tokens) / perMilli;
        entry += wait;
        tokens = 1;
      }
      tokens -= 1;
      at = entry;
      if (at > millis) {
        return admitted;
      }
      ends.add(at + stays[admitted % stays.length]);
      admitted++;
    }
    return 0;
  }
}
