package dev.onsale.testbed.bench.runtime;

import java.util.Arrays;

/**
 * What came of a time under load.
 *
 * @param answered within the time
 * @param wrong answers that were not what they must be, and connections that broke
 * @param nanos how long each answer took, from when its request was due; empty if that was not
 *     asked
 */
record Measured(long answered, double seconds, long wrong, long[] nanos) {

  double perSecond() {
    return answered / seconds;
  }

  /** Milliseconds that 99 of 100 answers did not exceed. */
  double p99Millis() {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.ceil(0.99 * sorted.length) - 1] / 1_000_000.0;
  }
}
