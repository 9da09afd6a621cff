package dev.onsale.testbed.bench.runtime;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * A server under load.
 *
 * @param traffic made anew for each measurement
 */
record HttpSide(int port, Supplier<Traffic> traffic) implements Comparison.Side {
  /** A crowd behind an ingress, which keeps few connections open and does not pipeline. */
  static final int CONNECTIONS = 64;

  @Override
  public Measured most(Duration time) throws InterruptedException {
    try (Load load = new Load(port, CONNECTIONS)) {
      return load.run(traffic.get(), 1, time);
    }
  }

  @Override
  public Measured paced(double perSecond, Duration time) throws InterruptedException {
    try (Load load = new Load(port, CONNECTIONS)) {
      return load.paced(traffic.get(), perSecond, time);
    }
  }
}
