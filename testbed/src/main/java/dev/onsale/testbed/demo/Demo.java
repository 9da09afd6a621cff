package dev.onsale.testbed.demo;

import dev.onsale.testbed.audit.Audit;
import dev.onsale.testbed.audit.Books;
import dev.onsale.testbed.audit.Findings;
import dev.onsale.testbed.buyers.BookingClient;
import dev.onsale.testbed.buyers.Crowd;
import dev.onsale.testbed.buyers.CrowdProfile;
import dev.onsale.testbed.buyers.Journal;
import dev.onsale.testbed.buyers.PublicBoard;
import dev.onsale.testbed.install.EventInstallation;
import dev.onsale.testbed.install.EventManifest;
import dev.onsale.testbed.install.InstallFailure;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One event from {@code apply} to its last ticket, on a cluster where the operator runs. */
public final class Demo {
  /** From applying the event to its opening: what the runtime's pods need to start, and a look. */
  private static final Duration UNTIL_OPENING = Duration.ofSeconds(40);

  private static final Duration READY_WITHIN = Duration.ofSeconds(150);

  /** A minute on an idle machine; so long that a busy one is no failure. */
  private static final Duration SOLD_OUT_WITHIN = Duration.ofMinutes(8);

  /**
   * Longer than an order may wait for its payment, and than a killed payment waits for recovery.
   */
  private static final Duration ORDERS_SETTLE_WITHIN = Duration.ofMinutes(3);

  /** Longer than any published status is behind, so that the audit sees the last cutoff. */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  /** A seventh more than is for sale, for those who find no seats together or come too late. */
  private static final double DEMAND_MARGIN = 1.15;

  private final DemoOptions options;
  private final Terminal terminal;
  private final Steps steps;
  private final EventManifest event;
  private final Journal journal = new Journal();
  private final Crowd crowd;

  public Demo(DemoOptions options, Terminal terminal, Steps steps) {
    this.options = options;
    this.terminal = terminal;
    this.steps = steps;
    this.event = EventManifest.read(options.event());
    this.crowd =
        new Crowd(
            options.buyers(),
            options.seed(),
            event.spec().holds().maxTicketsPerBuyer(),
            CrowdProfile.lively(),
            journal);
    if (crowd.demand() < event.sellable() * DEMAND_MARGIN) {
      throw new InstallFailure(
          "%d buyers want %d tickets in all and cannot sell out %d seats; give --buyers %d or more"
              .formatted(
                  options.buyers(),
                  crowd.demand(),
                  event.sellable(),
                  Math.round(
                      Math.ceil(
                          1.05
                              * options.buyers()
                              * event.sellable()
                              * DEMAND_MARGIN
                              / Math.max(1, crowd.demand())))));
    }
  }

  public String namespace() {
    return event.namespace();
  }

  /** What buyers were told so far. */
  public Journal journal() {
    return journal;
  }

  /** Something to do while the sale runs; for tests that break things in the middle of it. */
  public interface DuringSale {
    DuringSale NOTHING = (_, _) -> {};

    void act(Cluster cluster, Journal journal) throws Exception;
  }

  /** Applies the event, sends the crowd, waits for the end, and audits it. */
  public Report run(Cluster cluster, DuringSale during) throws Exception {
    Instant applied = Instant.now();
    try (var watch =
        new PhaseWatch(
            cluster.client(),
            event.namespace(),
            event.name(),
            phase -> terminal.say("  phase " + phase))) {
      Instant opening =
          steps.call(
              "Applying " + options.event(),
              () -> EventInstallation.applyOpeningIn(cluster.client(), event, UNTIL_OPENING));
      steps.run("Event is ready to sell", () -> awaitReady(watch));
      double secondsToReady = seconds(Duration.between(applied, Instant.now()));
      URI base = cluster.reach(event.namespace(), event.name());
      URI buyers = base.resolve("/v1/events/%s/%s".formatted(event.namespace(), event.name()));
      terminal.say("  buyers go to " + buyers);
      try (var client = new BookingClient(buyers, journal)) {
        var board = new PublicBoard(client, journal);
        Instant opened = sell(cluster, watch, client, board, opening, during);
        Findings findings =
            steps.call(
                "Audit",
                () -> {
                  board.statusAfter(SETTLED);
                  board.readWindows();
                  return audit(cluster, watch);
                });
        Report report =
            Report.of(
                journal,
                findings,
                maxActive(),
                secondsToReady,
                secondsToSoldOut(findings, opened),
                cluster.client().getKubernetesVersion().getGitVersion());
        terminal.say(Ledger.of(report, findings, journal));
        return report;
      }
    }
  }

  private void awaitReady(PhaseWatch watch) throws InterruptedException {
    try {
      watch.await("Ready", READY_WITHIN, seen -> seen.isTrue("Ready"));
    } catch (TimeoutException e) {
      throw new InstallFailure(
          "%s/%s: %s".formatted(event.namespace(), event.name(), e.getMessage()), e);
    }
  }

  /** When buyers could begin: as planned, or at once where the pods were ready only later. */
  private Instant sell(
      Cluster cluster,
      PhaseWatch watch,
      BookingClient client,
      PublicBoard board,
      Instant planned,
      DuringSale during)
      throws Exception {
    Instant now = Instant.now();
    Instant opening = planned.isAfter(now) ? planned : now;
    terminal.say(
        "  %d buyers; the sale opens in %s"
            .formatted(options.buyers(), Terminal.elapsed(Duration.between(now, opening))));
    var acting =
        new FutureTask<>(
            () -> {
              during.act(cluster, journal);
              return opening;
            });
    try (var table = new LiveTable(terminal, journal, watch::phase, event.sellable(), opening)) {
      crowd.start(client, board, opening);
      Thread.ofVirtual().name("during-sale").start(acting);
      if (!crowd.await(Duration.between(Instant.now(), opening.plus(SOLD_OUT_WITHIN)))) {
        terminal.say(
            "  %d buyers are still there %d s after the opening"
                .formatted(crowd.stillThere(), SOLD_OUT_WITHIN.toSeconds()));
      }
      table.finish();
      return acting.get(SETTLED.toSeconds(), TimeUnit.SECONDS);
    } finally {
      acting.cancel(true);
      crowd.close();
    }
  }

  private @Nullable Double secondsToSoldOut(Findings findings, Instant opening) {
    if (findings.sold() < findings.capacity()) {
      return null;
    }
    return journal.confirmations().stream()
        .map(Journal.Confirmation::at)
        .max(Comparator.naturalOrder())
        .map(last -> seconds(Duration.between(opening, last)))
        .orElse(null);
  }

  private int maxActive() {
    return event.spec().queue().admission().maxActive();
  }

  /** The books once no order is open any more, or as they stand when the time for that is over. */
  private static Books settledBooks(Cluster cluster, String schema)
      throws SQLException, BooksOutOfReach, InterruptedException {
    Instant deadline = Instant.now().plus(ORDERS_SETTLE_WITHIN);
    Books books = cluster.books(schema);
    while (books.openOrders() > 0 && Instant.now().isBefore(deadline)) {
      Thread.sleep(1_000);
      books = cluster.books(schema);
    }
    return books;
  }

  private Findings audit(Cluster cluster, PhaseWatch watch)
      throws SQLException, InterruptedException {
    try {
      String schema =
          watch
              .status()
              .map(status -> status.data())
              .map(data -> data.schema())
              .orElseThrow(() -> new BooksOutOfReach("status.data.schema is not set"));
      return Audit.of(event.sellable(), maxActive(), journal, settledBooks(cluster, schema));
    } catch (BooksOutOfReach e) {
      return Audit.ofBuyersAlone(
          event.sellable(), maxActive(), journal, String.valueOf(e.getMessage()));
    }
  }

  private static double seconds(Duration time) {
    return Math.round(time.toMillis() / 100.0) / 10.0;
  }
}
