package dev.onsale.testbed.bench.reconcile;

import dev.onsale.testbed.bench.reconcile.AuditLog.Call;
import dev.onsale.testbed.process.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What is asked of an operator whose events all stand: silence, quick edits, a quick restart. */
final class Standing {

  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration EDIT_PATIENCE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_EDITS = Duration.ofMillis(500);

  private final Arena arena;
  private final Events events;

  Standing(Arena arena, Events events) {
    this.arena = arena;
    this.events = events;
  }

  /** An event that stands. */
  record Place(String namespace, String name) {}

  /** Waits until the operator wrote nothing for five seconds. */
  void awaitSilence() throws InterruptedException {
    Deadline deadline = Deadline.in(PATIENCE);
    while (true) {
      long from = arena.audit.end();
      TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
      if (writes(from).isEmpty()) {
        return;
      }
      if (deadline.over()) {
        throw new IllegalStateException(
            "the operator still writes %d s after all events were ready: %s"
                .formatted(PATIENCE.toSeconds(), writes(from).getFirst()));
      }
    }
  }

  /** What the operator writes in this time, leases apart. */
  List<Call> writesDuring(Duration time) throws InterruptedException {
    long from = arena.audit.end();
    TimeUnit.MILLISECONDS.sleep(time.toMillis());
    return writes(from);
  }

  private List<Call> writes(long from) {
    return arena.audit.of(Arena.OPERATOR, from).stream()
        .filter(Call::isWrite)
        .filter(call -> !call.isLease())
        .toList();
  }

  /** Milliseconds from each edit of a title until {@code live.json} holds it. */
  List<Double> editLatencies(ApiClient user, List<Place> places, int edits) throws Exception {
    List<Long> sent = new ArrayList<>();
    for (int edit = 0; edit < edits; edit++) {
      sent.add(System.nanoTime());
      Place place = place(places, edit);
      user.demand(
          "PATCH",
          Events.collection("onsale.dev", place.namespace()) + "/" + place.name(),
          "application/merge-patch+json",
          "{\"spec\":{\"title\":\"Edit %d\"}}".formatted(edit));
      long next = sent.getFirst() + (edit + 1) * BETWEEN_EDITS.toNanos() - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(Math.max(0, next));
    }
    Deadline deadline = Deadline.in(EDIT_PATIENCE);
    List<Double> latencies = new ArrayList<>();
    for (int edit = 0; edit < edits; edit++) {
      latencies.add((arrival(place(places, edit), edit, deadline) - sent.get(edit)) / 1e6);
    }
    return latencies;
  }

  private long arrival(Place place, int edit, Deadline deadline) {
    while (true) {
      Long arrived = events.arrived(place.namespace(), place.name(), "Edit " + edit);
      if (arrived != null) {
        return arrived;
      }
      if (deadline.over()) {
        throw new IllegalStateException(
            "edit %d of %s/%s did not arrive in its ConfigMap within %d s"
                .formatted(edit, place.namespace(), place.name(), EDIT_PATIENCE.toSeconds()));
      }
      deadline.pause();
    }
  }

  /** Spread over all, each edited once while there are enough. */
  private static Place place(List<Place> places, int edit) {
    return places.get((int) ((long) edit * 7919 % places.size()));
  }

  /** Waits until the operator has asked for an object of every event. */
  void awaitAllLookedAt(long from, List<Place> places) {
    Deadline deadline = Deadline.in(PATIENCE);
    while (true) {
      Set<String> missing = new HashSet<>();
      places.forEach(place -> missing.add(place.namespace() + "/" + place.name() + "-runtime"));
      arena
          .audit
          .of(Arena.OPERATOR, from)
          .forEach(call -> missing.remove(call.namespace() + "/" + call.name()));
      if (missing.isEmpty()) {
        return;
      }
      if (deadline.over()) {
        throw new IllegalStateException(
            "%d s after its restart the operator had not looked at %d events, such as %s"
                .formatted(PATIENCE.toSeconds(), missing.size(), missing.iterator().next()));
      }
      deadline.pause();
    }
  }
}
