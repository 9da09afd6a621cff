package dev.onsale.testbed.binaries;

import java.io.PrintStream;
import java.time.Duration;

/** A line that says what long step began, and one that says how long it took. */
final class Progress {
  private static final PrintStream OUT = System.err;

  private final String step;
  private final long began = System.nanoTime();

  private Progress(String step) {
    this.step = step;
  }

  static Progress begin(String step) {
    OUT.println("onsale: " + step);
    return new Progress(step);
  }

  void end() {
    OUT.println(
        "onsale: %s: done after %d s"
            .formatted(step, Duration.ofNanos(System.nanoTime() - began).toSeconds()));
  }
}
