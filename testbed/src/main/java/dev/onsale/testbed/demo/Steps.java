package dev.onsale.testbed.demo;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Long steps with their elapsed time, so that nobody wonders whether anything happens. Several may
 * run at once. On a terminal their clocks run, elsewhere a line every 15 s says that they go on.
 */
public final class Steps implements AutoCloseable {
  private static final int WIDTH = 58;

  private final Terminal terminal;
  private final long begun = System.nanoTime();
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, Running> running = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("progress").factory());

  private record Running(String title, long start) {
    String line(String mark) {
      String dots = ".".repeat(Math.max(3, WIDTH - title.length()));
      return "%s %s %s %s".formatted(mark, title, dots, Terminal.elapsed(since(start)));
    }
  }

  public Steps(Terminal terminal) {
    this.terminal = terminal;
    if (terminal.isInteractive()) {
      ticker.scheduleAtFixedRate(this::draw, 200, 200, TimeUnit.MILLISECONDS);
    } else {
      ticker.scheduleAtFixedRate(this::remind, 15, 15, TimeUnit.SECONDS);
    }
  }

  /** Runs a step and says how long it took. */
  public <T> T call(String title, Callable<T> step) throws Exception {
    int number = numbers.incrementAndGet();
    var current = new Running(title, System.nanoTime());
    running.put(number, current);
    boolean done = false;
    try {
      T result = step.call();
      done = true;
      return result;
    } finally {
      running.remove(number);
      terminal.say(current.line(done ? "✓" : "✗"));
    }
  }

  /** A step without a result. */
  public void run(String title, Action step) throws Exception {
    call(
        title,
        () -> {
          step.act();
          return title;
        });
  }

  /** A step that only acts. */
  public interface Action {
    void act() throws Exception;
  }

  private void draw() {
    if (!running.isEmpty()) {
      terminal.draw(
          running.values().stream().map(step -> step.line("…")).collect(Collectors.joining("\n")));
    }
  }

  private void remind() {
    running.values().stream()
        .filter(step -> since(step.start()).toSeconds() >= 10)
        .forEach(step -> terminal.say(step.line("…")));
  }

  /** Since the first step. */
  public Duration total() {
    return since(begun);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }
}
