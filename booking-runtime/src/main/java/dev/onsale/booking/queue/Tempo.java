package dev.onsale.booking.queue;

import java.time.Duration;

/**
 * How long the waiting room's own times are. Whoever simulates a sale lets them pass faster.
 *
 * @param speed 1 for real visitors, else so many times as fast; at least 1
 */
public record Tempo(int speed) {
  /** As buyers know it. */
  public static final Tempo REAL = new Tempo(1);

  public Tempo {
    if (speed < 1) {
      throw new IllegalArgumentException("speed is " + speed + "; it must be 1 or more");
    }
  }

  /** From one step of the admission to the next. */
  public Duration step() {
    return Duration.ofMillis(500).dividedBy(speed);
  }

  /** Longer than the longest poll interval of those near the front, and their first click. */
  public Duration notice() {
    return Duration.ofSeconds(8).dividedBy(speed);
  }

  /** Over so long the pace is measured. */
  public Duration minute() {
    return Duration.ofMinutes(1).dividedBy(speed);
  }

  /** Between two looks of a process at the waiting room; what a poll interval counts in. */
  public Duration second() {
    return Duration.ofSeconds(1).dividedBy(speed);
  }
}
