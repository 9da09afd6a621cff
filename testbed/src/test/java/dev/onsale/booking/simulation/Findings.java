package dev.onsale.booking.simulation;

import dev.onsale.booking.identity.Buyer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What was seen of a simulated sale from outside. Times are milliseconds since 1970. */
final class Findings {

  /** Somebody came in. */
  record Entry(long place, long at, long stay) {}

  /** A device of somebody came in or left. */
  record Change(long at, int by, Buyer who) {}

  /** Somebody was told that they need not ask before. */
  record Sleep(long place, long until) {}

  final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
  final Queue<Change> changes = new ConcurrentLinkedQueue<>();
  final Queue<Sleep> sleeps = new ConcurrentLinkedQueue<>();
  final Queue<String> violations = new ConcurrentLinkedQueue<>();
  final AtomicInteger refusals = new AtomicInteger();
  final AtomicInteger notYet = new AtomicInteger();
  final AtomicInteger seconds = new AtomicInteger();
  final AtomicInteger repeatedClaims = new AtomicInteger();
  final AtomicInteger storeAway = new AtomicInteger();
  final AtomicInteger passed = new AtomicInteger();

  /** The most who were inside at once, as far as they know. */
  int mostInside() {
    List<Change> ordered =
        changes.stream()
            // who leaves in the same millisecond made room first
            .sorted((a, b) -> a.at() == b.at() ? a.by() - b.by() : Long.compare(a.at(), b.at()))
            .toList();
    // two devices of one buyer are one who is inside
    Map<Buyer, Integer> devices = new HashMap<>();
    int most = 0;
    for (Change change : ordered) {
      devices.merge(
          change.who(), change.by(), (before, by) -> before + by == 0 ? null : before + by);
      most = Math.max(most, devices.size());
    }
    return most;
  }
}
