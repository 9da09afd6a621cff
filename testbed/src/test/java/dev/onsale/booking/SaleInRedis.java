package dev.onsale.booking;

import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.Row;
import dev.onsale.api.v1alpha1.Section;
import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.queue.Admission;
import dev.onsale.booking.queue.ClaimOutcome;
import dev.onsale.booking.queue.JoinOutcome;
import dev.onsale.booking.queue.Lanes;
import dev.onsale.booking.queue.Lots;
import dev.onsale.booking.queue.Queue;
import dev.onsale.booking.queue.QueueCheckpoint;
import dev.onsale.booking.queue.SalePhase;
import dev.onsale.booking.queue.Tempo;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.redis.RedisConnection;
import dev.onsale.booking.redis.RedisPlace;
import dev.onsale.booking.seats.Availability;
import dev.onsale.booking.seats.Hold;
import dev.onsale.booking.seats.Holds;
import dev.onsale.booking.seats.House;
import dev.onsale.booking.seats.OwnedSeats;
import dev.onsale.booking.seats.SeatAudit;
import dev.onsale.booking.seats.SeatFeed;
import dev.onsale.booking.seats.SeatReservations;
import dev.onsale.booking.seats.SeatsBuild;
import dev.onsale.booking.seats.SeatsWired;
import dev.onsale.booking.tokens.HoldIds;
import dev.onsale.booking.tokens.KeyRing;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.runtime.RuntimeLogins;
import dev.onsale.seating.SeatMap;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.stores.EmbeddedRedis;
import dev.onsale.testbed.stores.EmbeddedRedisCluster;
import dev.onsale.testbed.stores.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One event's queue and seats on a real Redis, without HTTP and PostgreSQL. Each has keys of its
 * own; all share one server.
 */
public final class SaleInRedis implements AutoCloseable {
  private static final AtomicInteger BUYERS = new AtomicInteger();

  /** Four seats, an aisle, four seats, the last one blocked; then fifty standing places. */
  public static final SeatMap CLUB =
      new SeatMap(
          List.of(
              new Section(
                  "A",
                  "vip",
                  1,
                  List.of(new Row("1", 8, 1, 1, List.of(4), List.of(8), null, null)),
                  null,
                  null),
              new Section("floor", "standing", 2, null, 50, null)));

  private static final class Server {
    static final EmbeddedRedis REDIS = EmbeddedRedis.start();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(REDIS::close));
    }
  }

  /** Where this thread's events are, if not on the one server. */
  static final ThreadLocal<@Nullable EmbeddedRedisCluster> CLUSTER = new ThreadLocal<>();

  /**
   * Where events are.
   *
   * @param holding the server that holds a key
   */
  private record Home(
      RuntimeBoot.Redis place, Login admin, Function<String, EmbeddedRedis> holding) {
    static Home here() {
      EmbeddedRedisCluster cluster = CLUSTER.get();
      return cluster == null
          ? on(Server.REDIS)
          : new Home(
              new RuntimeBoot.Redis("Cluster", cluster.endpoints(), null, "Disabled"),
              cluster.admin(),
              cluster::holding);
    }

    static Home on(EmbeddedRedis server) {
      return new Home(
          new RuntimeBoot.Redis(
              "Standalone", List.of(server.host() + ":" + server.port()), null, "Disabled"),
          server.admin(),
          key -> server);
    }
  }

  /**
   * What kind of waiting room there is.
   *
   * @param registrationCloses from now; absent without a registration, which then opened long ago
   * @param opens from now, for everybody
   */
  public record Line(
      String mode,
      RuntimeBoot.@Nullable QueueRules rules,
      Lots lots,
      @Nullable Duration registrationCloses,
      Duration opens) {
    /** Whoever comes first; open for a minute. */
    public static final Line FIFO =
        new Line("Fifo", null, Lots.NONE, null, Duration.ofSeconds(-60));
  }

  /** What the tests vary; everything else is fixed. */
  public record Terms(
      int perMinute,
      int maxActive,
      int claimSeconds,
      int sessionSeconds,
      int holdSeconds,
      int cap,
      boolean paused,
      boolean gaps,
      List<RuntimeLive.Allotment> allotments) {
    public static final Terms GENEROUS =
        new Terms(600_000, 1_000, 60, 600, 60, 4, false, true, List.of());

    public Terms maxActive(int most) {
      return new Terms(
          perMinute,
          most,
          claimSeconds,
          sessionSeconds,
          holdSeconds,
          cap,
          paused,
          gaps,
          allotments);
    }

    public Terms perMinute(int most) {
      return new Terms(
          most,
          maxActive,
          claimSeconds,
          sessionSeconds,
          holdSeconds,
          cap,
          paused,
          gaps,
          allotments);
    }

    public Terms claimSeconds(int seconds) {
      return new Terms(
          perMinute,
          maxActive,
          seconds,
          sessionSeconds,
          holdSeconds,
          cap,
          paused,
          gaps,
          allotments);
    }

    public Terms sessionSeconds(int seconds) {
      return new Terms(
          perMinute, maxActive, claimSeconds, seconds, holdSeconds, cap, paused, gaps, allotments);
    }

    public Terms holdSeconds(int seconds) {
      return new Terms(
          perMinute,
          maxActive,
          claimSeconds,
          sessionSeconds,
          seconds,
          cap,
          paused,
          gaps,
          allotments);
    }

    /** A choice may leave no seat single. */
    public Terms withoutGaps() {
      return new Terms(
          perMinute,
          maxActive,
          claimSeconds,
          sessionSeconds,
          holdSeconds,
          cap,
          paused,
          false,
          allotments);
    }

    public Terms allotment(RuntimeLive.Allotment kept) {
      return new Terms(
          perMinute,
          maxActive,
          claimSeconds,
          sessionSeconds,
          holdSeconds,
          cap,
          paused,
          gaps,
          List.of(kept));
    }

    public Terms paused(boolean now) {
      return new Terms(
          perMinute,
          maxActive,
          claimSeconds,
          sessionSeconds,
          holdSeconds,
          cap,
          now,
          gaps,
          allotments);
    }
  }

  public final EmbeddedRedis server;
  public final EventRedis redis;
  public final LiveConfig live;
  public final Lanes lanes;
  public final Queue queue;
  public final Admission admission;
  public final House house;
  public final SeatsBuild build;
  public final SeatReservations reservations;
  public final Availability availability;
  public final SeatFeed feed;
  public final Holds holds;
  public final SeatAudit audit;
  public final Runnable reaper;
  public final Runnable allotmentRelease;
  private final HoldIds holdIds;
  private final RedisConnection connection;
  private final Home home;
  private final Path folder;
  private final SeatMap map;
  private final String key;
  private final Line line;

  public SaleInRedis(Terms terms) {
    this(terms, Line.FIFO);
  }

  public SaleInRedis(Terms terms, Line line) {
    this(terms, line, Home.here(), CLUB, newKey());
  }

  public SaleInRedis(Terms terms, EmbeddedRedis server, SeatMap map) {
    this(terms, Line.FIFO, Home.on(server), map, newKey());
  }

  private static String newKey() {
    return "ev_" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
  }

  private SaleInRedis(Terms terms, Line line, Home home, SeatMap map, String key) {
    this.line = line;
    this.home = home;
    this.server = home.holding().apply("{" + key + "}:epoch");
    this.map = map;
    this.key = key;
    this.connection =
        new RedisConnection(
            new RedisPlace(home.place(), Optional.empty()),
            new RuntimeLogins.Login(home.admin().user(), home.admin().password()));
    this.redis = new EventRedis(connection, key);
    this.folder = Folders.state("terms");
    this.live = live(folder, terms, line);
    SalePhase phase = new SalePhase(live, Clock.systemUTC());
    this.house = new House(map.plan(), map.digest(), live, Clock.systemUTC());
    this.lanes = Lanes.of(line.mode(), line.rules());
    this.queue = new Queue(redis, live, phase, house, Clock.systemUTC(), lanes, line.lots());
    this.admission = new Admission(redis, live, lanes, line.lots(), Tempo.REAL);
    this.holdIds = new HoldIds(KeyRing.of(new byte[32]), key);
    SeatsWired seats = new SeatsWired(redis, house, live, holdIds);
    this.build = seats.build();
    this.reservations = seats.reservations();
    this.availability = seats.availability();
    this.feed = seats.feed();
    this.holds = seats.holds();
    this.audit = seats.audit();
    this.reaper = seats.reaper();
    this.allotmentRelease = seats.allotmentRelease();
  }

  /** Puts the next epoch in force. */
  public SaleInRedis open(long epoch, OwnedSeats.Owned... owned) {
    reopen(epoch, QueueCheckpoint.EMPTY, Duration.ZERO, owned);
    awaitAllowance();
    return this;
  }

  /**
   * Puts an epoch in force whose queue goes on where another one's ended.
   *
   * @param attach how long only those enter who were inside
   */
  public QueueCheckpoint reopen(
      long epoch, QueueCheckpoint before, Duration attach, OwnedSeats.Owned... owned) {
    build.build(epoch, List.of(owned));
    QueueCheckpoint doors = before.reopened(lanes);
    doors.build(
        redis, epoch, 1, lanes, live.get().admission().claimTimeoutSeconds(), attach.toMillis());
    redis.force(epoch, redis.recorded().runId());
    return doors;
  }

  /** The rate lets nobody in before time has passed; Redis here reads the same clock as we do. */
  private static void awaitAllowance() {
    long opened = System.currentTimeMillis();
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> System.currentTimeMillis() > opened + 20);
  }

  /** A sale of that house in its first epoch. */
  public static SaleInRedis opened(Terms terms, SeatMap map) {
    return new SaleInRedis(terms, Server.REDIS, map).open(1);
  }

  /** A sale in its first epoch. */
  public static SaleInRedis opened(Terms terms) {
    return new SaleInRedis(terms).open(1);
  }

  /** The same event in the same Redis under other terms. */
  public SaleInRedis under(Terms terms) {
    close();
    return new SaleInRedis(terms, line, home, map, key);
  }

  /** The same event in the same Redis with another waiting room. */
  public SaleInRedis with(Terms terms, Line other) {
    close();
    return new SaleInRedis(terms, other, home, map, key);
  }

  /** What the names of the event's keys begin with. */
  public String prefix() {
    return "{" + key + "}:";
  }

  public static Buyer buyer() {
    return new Buyer("d_%032d".formatted(BUYERS.incrementAndGet()));
  }

  public Place join() {
    return join(Identity.of(buyer()));
  }

  public Place join(Identity who) {
    return ((JoinOutcome.Joined) Asking.join(queue, who)).place();
  }

  /** A buyer inside, with a fresh idempotency key. */
  public Holds.Asker inside() {
    return inside(buyer());
  }

  /** That buyer inside, with a fresh idempotency key. */
  public Holds.Asker inside(Buyer buyer) {
    Place place = join();
    admission.step(1);
    ClaimOutcome.Inside inside = (ClaimOutcome.Inside) Asking.claim(queue, place, buyer);
    return new Holds.Asker(buyer, inside.session().text(), key(), Set.of());
  }

  /** Id of the order that a hold becomes. */
  public String order(Hold hold, Holds.Asker of) {
    return named(hold, of).order().toString();
  }

  /** What the hold's id says. */
  public HoldIds.Named named(Hold hold, Holds.Asker of) {
    return holdIds.read(hold.id(), of.buyer().id()).orElseThrow().hold();
  }

  /** The id of a hold, as if this process had made it. */
  public String id(HoldIds.Named hold, Holds.Asker of) {
    return holdIds.issue(hold, of.buyer().id());
  }

  public static Holds.Asker again(Holds.Asker asker) {
    return new Holds.Asker(asker.buyer(), asker.session(), key(), Set.of());
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  @Override
  public void close() {
    connection.close();
    Folders.remove(folder);
  }

  private static LiveConfig live(Path folder, Terms terms, Line line) {
    Instant now = Instant.now();
    Duration closes = line.registrationCloses();
    RuntimeLive live =
        new RuntimeLive(
            1,
            "Club night",
            new RuntimeLive.Times(
                closes == null ? null : now.minusSeconds(3600).toString(),
                closes == null ? null : now.plus(closes).toString(),
                now.plus(line.opens()).toString(),
                now.plusSeconds(3600).toString(),
                now.plusSeconds(7200).toString(),
                null,
                600,
                line.rules() == null
                    ? null
                    : line.rules().priority().stream()
                        .map(RuntimeBoot.QueueRules.Priority::opensBeforeSeconds)
                        .max(Long::compare)
                        .orElse(null)),
            terms.paused(),
            false,
            new RuntimeLive.Admission(
                terms.perMinute(), terms.maxActive(), terms.claimSeconds(), terms.sessionSeconds()),
            new RuntimeLive.Holds(
                terms.holdSeconds(), terms.cap(), terms.gaps(), terms.allotments()),
            new RuntimeLive.Payment(60, 100_000),
            new RuntimeLive.Limits(20, 60, 10, 100),
            List.of(
                new RuntimeLive.Tier("vip", "EUR", 9_000),
                new RuntimeLive.Tier("standing", "EUR", 4_000)),
            null);
    try {
      Files.createDirectories(folder.resolve("config"));
      Files.write(
          folder.resolve("config/live.json"), JsonMapper.builder().build().writeValueAsBytes(live));
      return new LiveConfig(new ConfigFolder(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
