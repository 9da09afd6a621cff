package dev.onsale.operator.stores;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * When what a store has of an event or a platform is compared with what it should: at first, when
 * something else is asked for, after a failure, and about every interval, spread so that a thousand
 * events do not come at once.
 */
public final class CheckPace {

  private final Clock clock;
  private final Duration interval;
  private final Map<String, Checked> checked = new ConcurrentHashMap<>();

  private record Checked(Object asked, Instant next, List<String> found) {}

  /**
   * @param interval about how long between two comparisons
   */
  public CheckPace(Clock clock, Duration interval) {
    this.clock = clock;
    this.interval = interval;
  }

  /**
   * @param asked for what the comparison is made; equal if nothing changed
   */
  public boolean due(String of, Object asked) {
    Checked last = checked.get(of);
    return last == null || !last.asked().equals(asked) || !clock.instant().isBefore(last.next());
  }

  /**
   * Remembers a comparison that was made.
   *
   * @param found what it found; null if this pass made none
   * @return what the last one found
   */
  public List<String> done(String of, Object asked, @Nullable List<String> found) {
    Checked last = checked.get(of);
    if (found == null) {
      return last == null ? List.of() : last.found();
    }
    long millis = interval.toMillis();
    long spread = ThreadLocalRandom.current().nextLong(millis / 2 + 1);
    checked.put(of, new Checked(asked, clock.instant().plusMillis(millis * 3 / 4 + spread), found));
    return found;
  }

  /** The next pass compares again. */
  public void soon(String of) {
    checked.computeIfPresent(
        of, (key, last) -> new Checked(last.asked(), Instant.MIN, last.found()));
  }
}
