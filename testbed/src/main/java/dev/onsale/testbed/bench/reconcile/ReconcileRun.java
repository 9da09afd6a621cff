package dev.onsale.testbed.bench.reconcile;

import dev.onsale.testbed.bench.Benchmark.Options;
import dev.onsale.testbed.bench.Interleaved;
import dev.onsale.testbed.bench.Row;
import dev.onsale.testbed.bench.Spread;
import dev.onsale.testbed.bench.reconcile.AuditLog.Call;
import dev.onsale.testbed.bench.reconcile.Standing.Place;
import dev.onsale.testbed.demo.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run of {@link ReconcileBenchmark}, once everything stands. */
final class ReconcileRun {

  private static final int EVENTS = 1000;
  private static final int MOST_WARM_UP_EVENTS = 100;
  private static final int EDITS = 100;
  private static final double MOST_RATIO = 2;
  private static final double MOST_EDIT_MILLIS = 2000;
  private static final double CALLS_MAY_DIFFER = 0.1;

  private final Arena arena;
  private final OperatorProcess operator;
  private final ApiClient user;
  private final BareClient bare;
  private final Options options;
  private final Steps steps;
  private final Standing standing;
  private final int events;
  private final List<Place> places = new ArrayList<>();
  private final List<String> missed = new ArrayList<>();
  private final Map<String, Object> figures = new LinkedHashMap<>();

  ReconcileRun(
      Arena arena,
      OperatorProcess operator,
      ApiClient user,
      Events watched,
      BareClient bare,
      Options options,
      Steps steps) {
    this.arena = arena;
    this.operator = operator;
    this.user = user;
    this.bare = bare;
    this.options = options;
    this.steps = steps;
    this.standing = new Standing(arena, watched);
    this.events = options.size() == 0 ? EVENTS : options.size();
  }

  Row measure(Waves waves) throws Exception {
    figures.put("events", events);
    int warmUp = Math.clamp(events / 10, 1, MOST_WARM_UP_EVENTS);
    double cpuBefore = operator.cpuSeconds();
    long from = arena.audit.end();
    Interleaved.Samples samples =
        Interleaved.run(
            1,
            options.rounds(),
            round -> ours(waves, round, round.warmUp() ? warmUp : share(round.number())),
            round -> reference(waves, round, round.warmUp() ? warmUp : share(round.number())));
    standing.awaitSilence();
    int brought = warmUp + events;
    if (bare.recording().statementCount() == 0) {
      missed.add("no SQL statement was recorded: the reference does less than the operator");
    }
    work(from, brought, operator.cpuSeconds() - cpuBefore);
    if (samples.ratio() > MOST_RATIO) {
      missed.add("the ratio is above " + MOST_RATIO);
    }
    memory();
    quiet();
    edits();
    restart();
    return Row.of(
        "reconcile",
        "ms per event",
        samples,
        "a bare client that replays the operator's API calls and store statements of one event, %d events at a time"
            .formatted(Waves.AT_ONCE),
        "at most " + (int) MOST_RATIO,
        missed,
        figures);
  }

  private double ours(Waves waves, Interleaved.Round round, int count) throws Exception {
    String namespace = (round.warmUp() ? "ours-warm-" : "ours-") + round.number();
    double millis =
        steps.call(
            "%d events by the operator%s".formatted(count, suffix(round)),
            () -> waves.ours(namespace, count));
    for (int number = 0; number < count; number++) {
      places.add(new Place(namespace, Waves.event(number)));
    }
    return millis;
  }

  private double reference(Waves waves, Interleaved.Round round, int count) throws Exception {
    String namespace = (round.warmUp() ? "reference-warm-" : "reference-") + round.number();
    // what the operator still has to say about its own wave is not the reference's burden
    standing.awaitSilence();
    return steps.call(
        "%d events by the bare client%s".formatted(count, suffix(round)),
        () -> waves.reference(bare, namespace, count));
  }

  private static String suffix(Interleaved.Round round) {
    return round.warmUp() ? ", warm-up" : ", round " + round.number();
  }

  /** Events of a wave: all rounds together bring exactly as many as asked for. */
  private int share(int round) {
    return Math.max(1, events * round / options.rounds() - events * (round - 1) / options.rounds());
  }

  private void work(long from, int brought, double cpuSeconds) {
    Work ours = Work.of(arena.audit.of(Arena.OPERATOR, from), brought);
    Work reference = Work.of(arena.audit.of(Arena.BARE_CLIENT, from), brought);
    figures.put("API requests per event", Row.rounded(ours.requests()));
    figures.put("API requests per event, reference", Row.rounded(reference.requests()));
    figures.put("API writes per event", Row.rounded(ours.writes()));
    figures.put("API writes per event, reference", Row.rounded(reference.writes()));
    figures.put("SQL statements per event, reference", bare.recording().statementCount());
    figures.put("PostgreSQL logins per event, reference", bare.recording().logins());
    figures.put("Redis commands per event, reference", bare.recording().redisCommands());
    figures.put("Redis connections per event, reference", bare.recording().redisConnections());
    figures.put(
        "operator's processor time per event, ms", Row.rounded(cpuSeconds * 1000 / brought));
    if (reference.writes() > ours.writes() * (1 + CALLS_MAY_DIFFER)) {
      missed.add(
          "the reference wrote %.1f times an event, the operator %.1f: it is no fair reference"
              .formatted(reference.writes(), ours.writes()));
    }
  }

  private void memory() throws Exception {
    figures.put(
        "operator's resident memory, highest, MiB", Row.rounded(operator.residentPeakMebibytes()));
    double heap = steps.call("A full collection", operator::heapMebibytes);
    figures.put("operator's heap after a full collection, MiB", Row.rounded(heap));
    figures.put("operator's resident memory, MiB", Row.rounded(operator.residentMebibytes()));
  }

  private void quiet() throws Exception {
    Duration time = Duration.ofMinutes(options.isLong() ? 10 : 1);
    double cpuBefore = operator.cpuSeconds();
    List<Call> writes =
        steps.call(
            "%d min in which nothing may be written".formatted(time.toMinutes()),
            () -> standing.writesDuring(time));
    figures.put("quiet minutes", time.toMinutes());
    figures.put("writes in them, the lease apart", writes.size());
    figures.put(
        "operator's processor time in them, cores",
        Row.rounded((operator.cpuSeconds() - cpuBefore) / time.toSeconds()));
    if (!writes.isEmpty()) {
      missed.add(
          "%d writes while nothing changed, the first %s"
              .formatted(writes.size(), writes.getFirst()));
    }
  }

  private void edits() throws Exception {
    int edits = Math.min(EDITS, places.size());
    List<Double> latencies =
        steps.call(
            "%d edits, two a second".formatted(edits),
            () -> standing.editLatencies(user, places, edits));
    double p99 = Spread.percentile(latencies, 0.99);
    figures.put("edit to ConfigMap, median, ms", Row.rounded(Spread.of(latencies).median()));
    figures.put("edit to ConfigMap, p99, ms", Row.rounded(p99));
    if (p99 > MOST_EDIT_MILLIS) {
      missed.add("p99 from edit to ConfigMap is above %.0f ms".formatted(MOST_EDIT_MILLIS));
    }
    standing.awaitSilence();
  }

  private void restart() throws Exception {
    long from = arena.audit.end();
    long begin = System.nanoTime();
    steps.run("Restart of the operator until it is ready", operator::restart);
    figures.put("restart to ready, s", secondsSince(begin));
    steps.run(
        "Restart until every event was looked at", () -> standing.awaitAllLookedAt(from, places));
    figures.put("restart to steady state, s", secondsSince(begin));
  }

  private static double secondsSince(long begin) {
    return Row.rounded((System.nanoTime() - begin) / 1e9);
  }

  /** Requests and writes an event, leases and platforms apart. */
  private record Work(double requests, double writes) {

    static Work of(List<Call> calls, int events) {
      List<Call> counted =
          calls.stream()
              .filter(call -> !call.isLease() && !call.resource().equals("ticketplatforms"))
              .toList();
      return new Work(
          (double) counted.size() / events,
          (double) counted.stream().filter(Call::isWrite).count() / events);
    }
  }
}
