package dev.onsale.testbed.bench.runtime;

import java.util.concurrent.TimeUnit;

/** The highest resident memory of a process while it was watched. */
final class Highest {
  private final long pid;
  private volatile long bytes;

  Highest(long pid) {
    this.pid = pid;
  }

  long bytes() {
    return bytes;
  }

  void watch() {
    try {
      while (true) {
        bytes = Math.max(bytes, Footprint.resident(pid));
        TimeUnit.MILLISECONDS.sleep(200);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }
}
