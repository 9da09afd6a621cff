package dev.onsale.booking.simulation;

import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.Section;
import dev.onsale.booking.queue.PublicStatus;
import dev.onsale.booking.queue.ReleaseWindow;
import dev.onsale.booking.queue.StatusBoard;
import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.seating.SeatMap;
import dev.onsale.testbed.stores.EmbeddedPostgres;
import dev.onsale.testbed.stores.EmbeddedRedis;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * One sale from its opening to the moment the last place was called, on real stores, with the real
 * waiting room, leaders and leases.
 */
final class SimulatedSale implements Callable<Report>, AutoCloseable {
  private static final int PODS = 2;

  /** Longer than it takes until every process has read it. */
  private static final Duration OPENING = Duration.ofSeconds(4);

  /** After a loss only who was inside enters, for so long; this time does not pass faster. */
  private static final Duration REATTACH = Duration.ofSeconds(3);

  private final Script script;
  private final Sale sale;
  private final List<Pod> pods = new ArrayList<>();
  private final Leaders leaders;
  private final Findings findings = new Findings();
  private final LongSupplier redisKilledAt;
  private long opensAt = System.currentTimeMillis() + Duration.ofHours(1).toMillis();
  private final List<ReleaseWindow> windows = new ArrayList<>();
  private volatile double progress;
  private Outage outage = Outage.NONE;
  private long epoch;
  private long version;
  private long cutoff;
  private int read;
  private int mostSessions;

  /**
   * @param redisKilledAt when Redis was killed, milliseconds since 1970; 0 before
   */
  SimulatedSale(
      Script script, EmbeddedPostgres postgres, EmbeddedRedis redis, LongSupplier redisKilledAt)
      throws Exception {
    this.script = script;
    this.redisKilledAt = redisKilledAt;
    this.sale = Sale.on(postgres, redis, "127.0.0.1:1", 10);
    sale.configure(this::terms);
    SeatMap map =
        new SeatMap(
            List.of(new Section("floor", "standard", 1, null, 2 * script.visitors(), null)));
    this.leaders = new Leaders(sale, map, script);
    for (int i = 0; i < PODS; i++) {
      pods.add(new Pod(sale, map, script.tempo()));
    }
  }

  private RuntimeLive terms(RuntimeLive live) {
    RuntimeLive.Times times = live.times();
    return new RuntimeLive(
        live.generation() + 1,
        live.title(),
        new RuntimeLive.Times(
            null,
            null,
            Instant.ofEpochMilli(opensAt).toString(),
            times.closesAt(),
            times.startsAt(),
            null,
            7_200,
            null),
        false,
        false,
        new RuntimeLive.Admission(
            script.perMinute() * script.speed(),
            script.maxActive(),
            (int) script.ours(Script.CLAIM_TIMEOUT).toSeconds(),
            (int) script.ours(Script.SESSION_TIMEOUT).toSeconds()),
        live.holds(),
        new RuntimeLive.Payment(300, 100_000),
        live.limits(),
        live.tiers(),
        null);
  }

  /** How much of the queue was called, 0 to 1. */
  double progress() {
    return progress;
  }

  @Override
  public Report call() throws Exception {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> pods.stream().allMatch(pod -> pod.board.status().isPresent()));
    Crowd crowd = new Crowd(script, 42);
    Place[] places = crowd.join(pods.getFirst().queue);
    opensAt = System.currentTimeMillis() + OPENING.toMillis();
    sale.configure(this::terms);
    Devices devices = new Devices(script, pods, findings, crowd.whoComes(places), opensAt);
    Thread visitors = Thread.ofPlatform().name("visitors").start(devices);
    watch(devices);
    devices.stop();
    visitors.join();
    return new Report(
        script,
        findings,
        windows,
        opensAt,
        outage,
        leaders.killed(),
        mostSessions,
        pods.getFirst().queue.counts().sessionsPeak());
  }

  /** Until the last place was called and who stands on it had time to come. */
  private void watch(Devices devices) {
    long kill = opensAt + script.ours(script.killEvery()).toMillis();
    long deadline = opensAt + Duration.ofMinutes(15).toMillis();
    long called = Long.MAX_VALUE;
    while (System.currentTimeMillis() < Math.min(deadline, called)) {
      LockSupport.parkNanos(10_000_000);
      observe(devices);
      if (System.currentTimeMillis() >= kill) {
        kill += script.ours(script.killEvery()).toMillis();
        leaders.killLeader();
      }
      if (called == Long.MAX_VALUE && cutoff > script.places()) {
        called = System.currentTimeMillis() + script.ours(Duration.ofSeconds(10)).toMillis();
      }
    }
  }

  /** Reads the pods in turn, as somebody behind a load balancer does. */
  private void observe(Devices devices) {
    StatusBoard board = pods.get(read++ % PODS).board;
    Optional<PublicStatus> status = board.status();
    if (status.isEmpty() || !newer(status.get())) {
      return;
    }
    PublicStatus now = status.get();
    long shown = ((Number) now.lanes().getFirst().cutoff()).longValue();
    if (now.epoch() > epoch && epoch > 0) {
      outage =
          new Outage(redisKilledAt.getAsLong(), System.currentTimeMillis() + REATTACH.toMillis());
      devices.lost(outage);
    } else if (shown < cutoff) {
      findings.violations.add("the status went from cutoff " + cutoff + " back to " + shown);
    }
    epoch = now.epoch();
    version = now.version();
    cutoff = shown;
    progress = (double) cutoff / script.places();
    board
        .windows(number(now.epoch()), 10_000)
        .filter(page -> page.epoch() == now.epoch())
        .ifPresent(page -> windows.addAll(page.windows()));
    try {
      mostSessions = Math.max(mostSessions, pods.getFirst().queue.counts().sessions());
    } catch (StoreUnavailableException | StaleEpochException away) {
      findings.storeAway.incrementAndGet();
    }
  }

  private boolean newer(PublicStatus status) {
    return status.epoch() > epoch || (status.epoch() == epoch && status.version() > version);
  }

  /** The first window of this epoch that was not read yet. */
  private int number(long of) {
    if (of != windowsOf) {
      windowsOf = of;
      windowsBefore = windows.size();
    }
    return windows.size() - windowsBefore;
  }

  private long windowsOf;
  private int windowsBefore;

  @Override
  public void close() throws IOException {
    leaders.close();
    pods.forEach(Pod::close);
    sale.close();
  }
}
