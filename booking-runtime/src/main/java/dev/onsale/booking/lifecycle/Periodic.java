package dev.onsale.booking.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/**
 * A step that a process repeats in a thread of its own, from its start to its end. A step that
 * fails is tried again at the next turn; the first failure in a row is told, the others are the
 * same one.
 */
public abstract class Periodic implements SmartLifecycle {
  private final String name;
  private final Duration interval;
  private volatile CountDownLatch stopping = new CountDownLatch(0);
  private boolean failing;

  /**
   * @param name of the thread
   * @param interval between the end of a step and the next
   */
  protected Periodic(String name, Duration interval) {
    this.name = name;
    this.interval = interval;
  }

  /** Once; the first time at the start. */
  protected abstract void step();

  /** Says in the log what a failed step means. */
  protected abstract void tell(RuntimeException failure);

  @Override
  public final void start() {
    CountDownLatch stop = new CountDownLatch(1);
    stopping = stop;
    Thread.ofVirtual().name(name).start(() -> repeat(stop));
  }

  @Override
  public final void stop() {
    stopping.countDown();
  }

  @Override
  public final boolean isRunning() {
    return stopping.getCount() > 0;
  }

  private void repeat(CountDownLatch stop) {
    try {
      do {
        tryStep();
      } while (!stop.await(interval.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tryStep() {
    try {
      step();
      failing = false;
    } catch (RuntimeException failure) {
      if (!failing) {
        tell(failure);
      }
      failing = true;
    }
  }
}
