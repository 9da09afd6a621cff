package dev.onsale.testbed.binaries;

import java.io.PrintStream;
import java.time.Duration;

/** Says that a long step began, every half minute that it goes on, and how long it took. */
final class Progress implements AutoCloseable {
  private static final PrintStream OUT = System.err;
  private static final Duration REPEAT = Duration.ofSeconds(30);

  private final String step;
  private final long began = System.nanoTime();
  private final Thread repeating;

  private Progress(String step) {
    this.step = step;
    OUT.println("onsale: " + step);
    repeating = Thread.ofVirtual().start(this::repeat);
  }

  static Progress begin(String step) {
    return new Progress(step);
  }

  @Override
  public void close() {
    repeating.interrupt();
    OUT.println("onsale: ended after %d s: %s".formatted(elapsed(), step));
  }

  private void repeat() {
    try {
      while (true) {
        Thread.sleep(REPEAT);
        OUT.println("onsale: %d s: %s".formatted(elapsed(), step));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long elapsed() {
    return Duration.ofNanos(System.nanoTime() - began).toSeconds();
  }
}
