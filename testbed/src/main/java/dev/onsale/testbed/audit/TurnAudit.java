package dev.onsale.testbed.audit;

import dev.onsale.testbed.buyers.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether everybody entered in their turn, by what buyers were told. */
final class TurnAudit {
  /**
   * A published status is at most this old: refreshed once a second by each process, kept for a
   * second by the cache in front, and a margin for a machine with two busy cores.
   */
  private static final Duration STALENESS = Duration.ofSeconds(4);

  /** The buyers' clock and that of Redis, which dates windows, may differ by so much. */
  private static final Duration CLOCKS = Duration.ofSeconds(1);

  private final Journal journal;

  TurnAudit(Journal journal) {
    this.journal = journal;
  }

  List<Breach> breaches() {
    List<Breach> breaches = new ArrayList<>();
    sharedPlaces(breaches);
    placesUsedTwice(breaches);
    early(breaches);
    return breaches;
  }

  private void sharedPlaces(List<Breach> breaches) {
    Map<List<Object>, Journal.Place> given = new HashMap<>();
    for (Journal.Place place : journal.places()) {
      Journal.Place other =
          given.putIfAbsent(List.of(place.epoch(), place.lane(), place.place()), place);
      if (other != null) {
        breaches.add(
            turn(
                "place %d of lane %s was given to buyers %d and %d"
                    .formatted(place.place(), place.lane(), other.buyer(), place.buyer())));
      }
    }
  }

  private void placesUsedTwice(List<Breach> breaches) {
    Map<List<Object>, Set<String>> sessions = new HashMap<>();
    for (Journal.Claim claim : journal.claims()) {
      List<Object> place = List.of(claim.epoch(), claim.lane(), claim.place());
      Set<String> opened = sessions.computeIfAbsent(place, _ -> new HashSet<>());
      if (opened.add(claim.session()) && opened.size() > 1) {
        breaches.add(
            turn(
                "place %d of lane %s opened a second session"
                    .formatted(claim.place(), claim.lane())));
      }
    }
  }

  private void early(List<Breach> breaches) {
    Map<List<String>, List<Journal.Cutoff>> published =
        journal.cutoffs().stream()
            .collect(Collectors.groupingBy(cutoff -> List.of(cutoff.epoch(), cutoff.lane())));
    Map<List<String>, NavigableMap<Long, Journal.Window>> released = new HashMap<>();
    for (Journal.Window window : journal.windows()) {
      released
          .computeIfAbsent(List.of(window.epoch(), window.lane()), _ -> new TreeMap<>())
          .put(window.from(), window);
    }
    for (Journal.Claim claim : journal.claims()) {
      List<String> lane = List.of(claim.epoch(), claim.lane());
      NavigableMap<Long, Journal.Window> windows = released.get(lane);
      if (windows != null) {
        beforeItsWindow(claim, windows.floorEntry(claim.place())).ifPresent(breaches::add);
      } else if (claim.place() >= claim.cutoffSeen()) {
        stillClosed(claim, published.getOrDefault(lane, List.of())).ifPresent(breaches::add);
      }
    }
  }

  private static Optional<Breach> beforeItsWindow(
      Journal.Claim claim, Map.@Nullable Entry<Long, Journal.Window> found) {
    Journal.Window window = found == null ? null : found.getValue();
    if (window == null || window.to() < claim.place()) {
      return Optional.of(
          turn(
              "buyer %d entered with place %d, which was never released"
                  .formatted(claim.buyer(), claim.place())));
    }
    return claim.at().plus(CLOCKS).isBefore(window.releasedAt())
        ? Optional.of(
            turn(
                "buyer %d entered with place %d at %s, which was released at %s"
                    .formatted(claim.buyer(), claim.place(), claim.at(), window.releasedAt())))
        : Optional.empty();
  }

  /**
   * Where the windows were lost with Redis. A cutoff never goes back: one that is too low well
   * after the claim was too low at the claim.
   */
  private static Optional<Breach> stillClosed(Journal.Claim claim, List<Journal.Cutoff> published) {
    Instant certain = claim.at().plus(STALENESS);
    return published.stream()
        .filter(cutoff -> cutoff.at().isAfter(certain) && cutoff.cutoff() <= claim.place())
        .findFirst()
        .map(
            cutoff ->
                turn(
                    "buyer %d entered with place %d, the cutoff was still %d at %s"
                        .formatted(claim.buyer(), claim.place(), cutoff.cutoff(), cutoff.at())));
  }

  private static Breach turn(String what) {
    return new Breach(Promise.TURN, what);
  }

  /**
   * The most sessions at once that buyers lived through. Never more than there were: a session
   * counts from its answer until its buyer begins to leave or it ends by itself.
   */
  int sessionsAtOnce() {
    Map<String, Instant> left =
        journal.departures().stream()
            .collect(
                Collectors.toMap(
                    Journal.Departure::session,
                    Journal.Departure::at,
                    (one, other) -> one.isBefore(other) ? one : other));
    record Step(Instant at, int change) {}
    List<Step> steps =
        journal.claims().stream()
            .flatMap(
                claim -> {
                  Instant gone = left.getOrDefault(claim.session(), claim.until());
                  Instant end = gone.isBefore(claim.until()) ? gone : claim.until();
                  return Stream.of(new Step(claim.at(), 1), new Step(end, -1));
                })
            .sorted(Comparator.comparing(Step::at).thenComparingInt(Step::change))
            .toList();
    int now = 0;
    int most = 0;
    for (Step step : steps) {
      now += step.change();
      most = Math.max(most, now);
    }
    return most;
  }
}
