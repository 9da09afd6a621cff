package dev.onsale.booking.simulation;

import dev.onsale.booking.queue.ReleaseWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What came of a simulated sale, judged by what was seen of it from outside. */
final class Report {
  /** Whoever claims in the last moment before Redis is killed may know a window that is lost. */
  private static final int LAST_MOMENT = 1_000;

  private final Script script;
  private final Findings findings;
  private final Outage outage;
  private final long opensAt;
  private final int killed;
  private final int mostSessions;
  private final int peak;
  private final long[] calledAt;
  private final long lastCall;
  private final List<Findings.Entry> entries;
  private final List<Long> calls = new ArrayList<>();

  Report(
      Script script,
      Findings findings,
      List<ReleaseWindow> windows,
      long opensAt,
      Outage outage,
      int killed,
      int mostSessions,
      int peak) {
    this.script = script;
    this.findings = findings;
    this.opensAt = opensAt;
    this.outage = outage;
    this.killed = killed;
    this.mostSessions = mostSessions;
    this.peak = peak;
    this.calledAt = new long[script.places() + 1];
    long last = 0;
    for (ReleaseWindow window : windows) {
      long at = window.releasedAt().toEpochMilli();
      calls.add(at);
      // Numbers beyond were skipped when Redis was lost; they are nobody's.
      long highest = Math.min(number(window.to()), script.places());
      for (long place = number(window.from()); place <= highest; place++) {
        if (calledAt[(int) place] == 0) {
          calledAt[(int) place] = at;
          last = Math.max(last, at);
        }
      }
    }
    this.lastCall = last;
    this.entries =
        findings.entries.stream().sorted(Comparator.comparingLong(Findings.Entry::at)).toList();
  }

  private static long number(Object place) {
    return ((Number) place).longValue();
  }

  /** Whatever must never happen; empty if all is well. */
  List<String> violations() {
    List<String> all = new ArrayList<>(findings.violations);
    Set<Long> places = new HashSet<>();
    for (Findings.Entry entry : entries) {
      if (!places.add(entry.place())) {
        all.add("place " + entry.place() + " entered twice");
      }
      long called = calledAt[(int) entry.place()];
      boolean judged = entry.at() < outage.from() - LAST_MOMENT || entry.at() > outage.from();
      if (judged && (called == 0 || entry.at() < called)) {
        all.add("place " + entry.place() + " entered before its turn");
      }
    }
    return all;
  }

  /** The most sessions at once, however counted: by the visitors, by looking, by the script. */
  int mostInside() {
    return Math.max(peak, Math.max(mostSessions, findings.mostInside()));
  }

  int admitted() {
    return (int) entries.stream().filter(entry -> entry.at() <= lastCall).count();
  }

  /** Share of the admissions that rate and maxActive allowed, while places were left to call. */
  double used() {
    long open = lastCall - opensAt - outage.within(opensAt, lastCall);
    long[] stays = entries.stream().mapToLong(Findings.Entry::stay).toArray();
    IdealDoor ideal = new IdealDoor(script.maxActive(), script.perMinute() * script.speed());
    return (double) admitted() / ideal.admits(open, stays);
  }

  /** Longest time in which nobody was called and nobody came in, in the visitors' seconds. */
  double longestStall() {
    List<Long> moments = new ArrayList<>(calls);
    entries.forEach(entry -> moments.add(entry.at()));
    return longestGap(moments);
  }

  /** Longest time in which nobody came in. */
  double longestWithoutEntry() {
    return longestGap(entries.stream().map(Findings.Entry::at).toList());
  }

  private double longestGap(List<Long> moments) {
    long before = opensAt;
    long longest = 0;
    for (long at : moments.stream().filter(at -> at <= lastCall).sorted().toList()) {
      longest = Math.max(longest, at - before - outage.within(before, at));
      before = Math.max(before, at);
    }
    return script.theirs(longest);
  }

  /** How many were called sooner than the poll table had told them to ask again. */
  long calledSoonerThanTold() {
    return findings.sleeps.stream()
        .filter(sleep -> calledAt[(int) sleep.place()] > 0)
        .filter(sleep -> script.theirs(sleep.until() - calledAt[(int) sleep.place()]) > 1)
        .count();
  }

  @Override
  public String toString() {
    return ("%s: %d visitors, %d ghosts, %d devices came in within %.0f s; used %.1f %% of the allowed"
            + " admissions; at most %d of %d inside (as the script counted %d, as Redis was looked at %d, as visitors know %d); %d violations; longest stall %.1f s, without an"
            + " entry %.1f s; %d refusals at the door, %d of those called asked in vain, %d second"
            + " devices; %d called sooner than told; %d leaders killed; Redis away for %.1f s; at %d"
            + " times the speed")
        .formatted(
            script.name(),
            script.visitors(),
            script.ghostPlaces(),
            entries.size(),
            script.theirs(lastCall - opensAt),
            100 * used(),
            mostInside(),
            script.maxActive(),
            peak,
            mostSessions,
            findings.mostInside(),
            violations().size(),
            longestStall(),
            longestWithoutEntry(),
            findings.refusals.get(),
            findings.notYet.get(),
            findings.repeatedClaims.get(),
            calledSoonerThanTold(),
            killed,
            script.theirs(outage.length()),
            script.speed());
  }
}
