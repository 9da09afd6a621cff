package dev.onsale.booking.worker;

import dev.onsale.booking.clocks.ClocksApartException;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the lease and runs the leader's tasks, each on a virtual thread of its own, so that a task
 * that fails or hangs does not hold up the others. A failing task is tried again after growing
 * pauses, up to 5 s; one whose store is away after its interval.
 */
public final class Worker implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration STOP_WAIT = Duration.ofSeconds(5);

  private final boolean enabled;
  private final Leadership leadership;
  private final Duration renewal;
  private final List<LeaderTask> tasks;
  private final MeterRegistry meters;
  private final List<Thread> threads = new ArrayList<>();
  private volatile CountDownLatch stopping = new CountDownLatch(0);

  /**
   * @param enabled whether this process has the worker's role
   * @param renewal between two renewals, a third of the lease's length or less
   */
  public Worker(
      boolean enabled,
      Leadership leadership,
      Duration renewal,
      List<LeaderTask> tasks,
      MeterRegistry meters) {
    this.enabled = enabled;
    this.leadership = leadership;
    this.renewal = renewal;
    this.tasks = List.copyOf(tasks);
    this.meters = meters;
    Gauge.builder("onsale.leader", () -> leadership.term().isPresent() ? 1 : 0)
        .description("1 while this process acts for all")
        .register(meters);
    // There before anything fails, so that the first failure is an increase.
    tasks.forEach(task -> meters.counter("onsale.task.failures", "task", task.name()));
  }

  @Override
  public synchronized void start() {
    stopping = new CountDownLatch(1);
    threads.add(
        Thread.ofVirtual().name("lease").start(() -> repeat("lease", renewal, leadership::renew)));
    for (LeaderTask task : tasks) {
      threads.add(
          Thread.ofVirtual()
              .name("task-" + task.name())
              .start(() -> repeat(task.name(), task.interval(), () -> runIfLeading(task))));
    }
  }

  /** Lets running tasks end, then gives the lease back; 5 s at most. */
  @Override
  public synchronized void stop() {
    stopping.countDown();
    long deadline = System.nanoTime() + STOP_WAIT.toNanos();
    for (Thread thread : threads) {
      join(thread, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    threads.clear();
    try {
      leadership.resign();
    } catch (RuntimeException away) {
      log.warn("the lease ends by itself: {}", away.getMessage());
    }
  }

  @Override
  public boolean isAutoStartup() {
    return enabled;
  }

  @Override
  public boolean isRunning() {
    return stopping.getCount() > 0;
  }

  private void runIfLeading(LeaderTask task) {
    OptionalLong term = leadership.term();
    if (term.isPresent()) {
      Timer.builder("onsale.task")
          .tag("task", task.name())
          .register(meters)
          .record(() -> task.run(term.getAsLong()));
    }
  }

  private void repeat(String name, Duration interval, Runnable step) {
    int failures = 0;
    while (isRunning()) {
      Duration pause = interval;
      try {
        step.run();
        if (failures > 0) {
          log.info("{} works again after {} failures", name, failures);
        }
        failures = 0;
      } catch (RuntimeException failure) {
        failures++;
        report(name, failures, failure);
        // A store that is back is not kept waiting.
        pause = storeAway(failure) ? pause(interval, 1) : pause(interval, failures);
      }
      if (!rest(pause)) {
        return;
      }
    }
  }

  /**
   * The first failure, the following ones only when their count doubles. A store that is away needs
   * no stack trace: where it was noticed says nothing.
   */
  private void report(String name, int failures, RuntimeException failure) {
    if (!isRunning()) {
      return;
    }
    meters.counter("onsale.task.failures", "task", name).increment();
    if (failures == 1 && !storeAway(failure)) {
      log.warn("{} failed and will be tried again", name, failure);
    } else if (Integer.bitCount(failures) == 1) {
      log.warn("{} failed {} times in a row: {}", name, failures, failure.getMessage());
    }
  }

  private static boolean storeAway(RuntimeException failure) {
    return failure instanceof StoreUnavailableException
        || failure instanceof StaleEpochException
        || failure instanceof ClocksApartException;
  }

  private static Duration pause(Duration interval, int failures) {
    long millis =
        Math.min(
            LONGEST_PAUSE.toMillis(),
            Math.max(interval.toMillis(), 100) << Math.min(failures - 1, 8));
    return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }

  /** False once the worker stops. */
  private boolean rest(Duration pause) {
    try {
      return !stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void join(Thread thread, Duration limit) {
    try {
      thread.join(limit);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
