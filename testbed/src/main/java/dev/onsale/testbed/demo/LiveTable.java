package dev.onsale.testbed.demo;

import dev.onsale.testbed.buyers.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The sale while it runs: a table drawn in place, or a line every few seconds. */
final class LiveTable implements AutoCloseable {
  private static final int BAR = 40;

  private final Terminal terminal;
  private final Journal journal;
  private final Supplier<String> phase;
  private final int capacity;
  private final Instant opening;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("live-table").factory());

  LiveTable(
      Terminal terminal, Journal journal, Supplier<String> phase, int capacity, Instant opening) {
    this.terminal = terminal;
    this.journal = journal;
    this.phase = phase;
    this.capacity = capacity;
    this.opening = opening;
    if (terminal.isInteractive()) {
      ticker.scheduleAtFixedRate(() -> terminal.draw(table()), 0, 250, TimeUnit.MILLISECONDS);
    } else {
      ticker.scheduleAtFixedRate(() -> terminal.say(line()), 0, 3, TimeUnit.SECONDS);
    }
  }

  private String line() {
    Journal.Tally tally = journal.tally();
    return "  %7s  %-9s  waiting %5d  admitted %5d  held %5d  paid %5d  sold %5d of %d"
        .formatted(
            clock(),
            phase.get(),
            tally.joined() - tally.admitted(),
            tally.admitted(),
            tally.held(),
            tally.confirmed(),
            tally.tickets(),
            capacity);
  }

  private String table() {
    Journal.Tally tally = journal.tally();
    int full = (int) (BAR * tally.tickets() / Math.max(1, capacity));
    return """

          %-10s %s from the opening

          waiting   admitted       held       paid       sold
          %7d %10d %10d %10d %10d of %d
          %s%s %d%%"""
        .formatted(
            phase.get(),
            clock(),
            tally.joined() - tally.admitted(),
            tally.admitted(),
            tally.held(),
            tally.confirmed(),
            tally.tickets(),
            capacity,
            "█".repeat(full),
            "░".repeat(BAR - full),
            100 * tally.tickets() / Math.max(1, capacity));
  }

  private String clock() {
    Duration since = Duration.between(opening, Instant.now());
    return "%+d s".formatted(since.toSeconds());
  }

  /** Draws the final figures and leaves them standing. */
  void finish() {
    ticker.shutdownNow();
    if (terminal.isInteractive()) {
      terminal.draw(table());
      terminal.keepDrawn();
    } else {
      terminal.say(line());
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }
}
