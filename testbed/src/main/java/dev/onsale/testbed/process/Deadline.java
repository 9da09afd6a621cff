package dev.onsale.testbed.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A moment after which waiting for a condition is given up. */
public final class Deadline {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  public boolean over() {
    return System.nanoTime() - nanos >= 0 || Thread.currentThread().isInterrupted();
  }

  /** A moment between two looks at the condition. */
  public void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
  }
}
