package dev.onsale.testbed.bench.runtime;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * A load that uses something up: lap by lap, and between them, untimed, all is made as it was.
 *
 * @param size calls of a lap
 * @param least laps that are measured at least, where one takes no time to speak of
 * @param restore makes all as it was
 * @param lap what is called in one lap, made anew for each
 */
record Laps(int size, int least, Task restore, Callable<Comparison.Side> lap)
    implements Comparison.Side {
  /** A lap ends when its calls are used up, long before that. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** Something that may fail. */
  interface Task {
    void run() throws Exception;
  }

  /** Whole laps, until they lasted so long. */
  @Override
  public Measured most(Duration time) throws Exception {
    Measured all = new Measured(0, 0, 0, new long[0]);
    for (int number = 0; number < least || all.seconds() < time.toNanos() / 1e9; number++) {
      restore.run();
      Measured one = lap.call().most(LONGEST);
      all =
          new Measured(
              all.answered() + one.answered(),
              all.seconds() + one.seconds(),
              all.wrong() + one.wrong(),
              new long[0]);
    }
    return all;
  }

  /** As much of the time as one lap lasts. */
  @Override
  public Measured paced(double perSecond, Duration time) throws Exception {
    restore.run();
    long calls = Math.min(size - 1, (long) (perSecond * time.toNanos() / 1e9));
    return lap.call().paced(perSecond, Duration.ofNanos((long) (calls / perSecond * 1e9)));
  }
}
