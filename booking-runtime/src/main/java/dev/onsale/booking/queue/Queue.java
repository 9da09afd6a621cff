package dev.onsale.booking.queue;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.redis.Reply;
import dev.onsale.booking.seats.House;
import dev.onsale.booking.tokens.PlaceTokens;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import dev.onsale.booking.tokens.SessionId;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.schedule.Phase;
import dev.onsale.schedule.Timeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Places, turns and sessions. Every call throws {@code StoreUnavailableException} when Redis is
 * away and {@code StaleEpochException} when the epoch changed.
 */
public final class Queue implements WaitingRoom {
  /** A slot may come free at any moment; asking more often would not bring it sooner. */
  private static final Duration FULL_RETRY = Duration.ofSeconds(2);

  private static final Duration PAUSED_RETRY = Duration.ofSeconds(10);

  private final EventRedis redis;
  private final LiveConfig live;
  private final SalePhase phase;
  private final House house;
  private final Clock clock;
  private final Lanes lanes;
  private final Lots lots;

  public Queue(
      EventRedis redis,
      LiveConfig live,
      SalePhase phase,
      House house,
      Clock clock,
      Lanes lanes,
      Lots lots) {
    this.redis = redis;
    this.live = live;
    this.phase = phase;
    this.house = house;
    this.clock = clock;
    this.lanes = lanes;
    this.lots = lots;
  }

  /**
   * Registers visitors for the draw, or gives each the next place of the first lane that is theirs:
   * all with one call to Redis. Should its answer be lost, the places it gave stay empty.
   *
   * @return outcomes in the order of the visitors, on a thread that must not be blocked
   */
  public CompletableFuture<List<JoinOutcome>> join(List<Identity> visitors) {
    Phase now = phase.now();
    return refusal(now)
        .map(outcome -> CompletableFuture.completedFuture(toAll(visitors, outcome)))
        .or(() -> registering(now).map(draw -> register(draw, visitors)))
        .orElseGet(() -> give(visitors));
  }

  private Optional<JoinOutcome> refusal(Phase now) {
    return switch (now) {
      case SoldOut -> Optional.of(new JoinOutcome.Over("every seat is sold"));
      case Closed, Ended, Failed -> Optional.of(new JoinOutcome.Over("the sale is closed"));
      case OnSale -> Optional.empty();
      default ->
          Optional.of(Duration.between(clock.instant(), phase.joinableFrom()))
              .filter(Duration::isPositive)
              .map(JoinOutcome.NotOpenYet::new);
    };
  }

  /** Once the seed is known nobody registers any more, whatever becomes of the schedule. */
  private Optional<Lane> registering(Phase now) {
    return now == Phase.Registration && !lots.drawn() ? lanes.draw() : Optional.empty();
  }

  private CompletableFuture<List<JoinOutcome>> register(Lane draw, List<Identity> visitors) {
    Optional<String> commitment = lots.commitment();
    if (commitment.isEmpty()) {
      return CompletableFuture.completedFuture(toAll(visitors, new JoinOutcome.NotCommitted()));
    }
    Timeline times = phase.timeline();
    List<Object> arguments = new ArrayList<>();
    arguments.add(millis(times.registrationOpensAt()));
    arguments.add(millis(times.registrationClosesAt()));
    visitors.forEach(who -> arguments.add(who.buyer().id()));
    return redis
        .start(QueueScripts.REGISTER, arguments.toArray())
        .thenCompose(
            reply ->
                switch (reply.outcome()) {
                  case "REGISTERED" -> {
                    Place place = new Place(reply.number(1), draw.number(), 0, expiry());
                    var registered = new JoinOutcome.Registered(place, commitment.get());
                    yield CompletableFuture.completedFuture(toAll(visitors, registered));
                  }
                  case "EARLY" -> {
                    var early = new JoinOutcome.NotOpenYet(Duration.ofMillis(reply.number(1)));
                    yield CompletableFuture.completedFuture(toAll(visitors, early));
                  }
                  case "LATE" -> give(visitors);
                  default ->
                      throw new IllegalStateException("register.lua answered " + reply.outcome());
                });
  }

  private static List<JoinOutcome> toAll(List<Identity> visitors, JoinOutcome outcome) {
    return Collections.nCopies(visitors.size(), outcome);
  }

  private CompletableFuture<List<JoinOutcome>> give(List<Identity> visitors) {
    List<Lane> theirs = visitors.stream().map(who -> lanes.forMember(who.memberships())).toList();
    int[] joining = new int[lanes.all().size()];
    theirs.forEach(lane -> joining[lane.number()]++);
    List<Object> arguments = new ArrayList<>();
    arguments.add(phase.joinableFrom().toEpochMilli());
    for (int lane = 0; lane < joining.length; lane++) {
      if (joining[lane] > 0) {
        arguments.add(lane);
        arguments.add(joining[lane]);
      }
    }
    return redis
        .start(QueueScripts.JOIN, arguments.toArray())
        .thenApply(
            reply ->
                reply.outcome().equals("EARLY")
                    ? toAll(
                        visitors, new JoinOutcome.NotOpenYet(Duration.ofMillis(reply.number(1))))
                    : places(theirs, joining, reply));
  }

  /** Numbers them in the order in which they came. */
  private List<JoinOutcome> places(List<Lane> theirs, int[] joining, Reply reply) {
    long[] next = new long[joining.length];
    int at = 2;
    for (int lane = 0; lane < joining.length; lane++) {
      if (joining[lane] > 0) {
        next[lane] = reply.number(at++) - joining[lane] + 1;
      }
    }
    long epoch = reply.number(1);
    Instant expiry = expiry();
    List<JoinOutcome> outcomes = new ArrayList<>(theirs.size());
    for (Lane lane : theirs) {
      Place place = new Place(epoch, lane.number(), next[lane.number()]++, expiry);
      outcomes.add(new JoinOutcome.Joined(lane, place));
    }
    return outcomes;
  }

  /** A place has no use once the event is over; the margin is for one that is put off. */
  private Instant expiry() {
    return PlaceTokens.expiry(clock.instant(), phase.timeline().endsAt());
  }

  /**
   * Turns a served place into a session, or says why not. Who claims again after a lost answer gets
   * the same session.
   *
   * @return the outcome, on a thread that must not be blocked
   */
  public CompletableFuture<ClaimOutcome> claim(Place place, Buyer buyer) {
    if (phase.now() == Phase.SoldOut) {
      return CompletableFuture.completedFuture(new ClaimOutcome.Over("every seat is sold"));
    }
    Optional<Lane> lane = lanes.numbered(place.lane());
    if (lane.isEmpty()) {
      return CompletableFuture.completedFuture(new ClaimOutcome.TurnPassed());
    }
    if (!lane.get().drawn()) {
      return claim(lane.get(), place.number(), place.number(), place.epoch(), buyer);
    }
    OptionalLong number = lots.number(buyer.id());
    return number.isEmpty()
        ? CompletableFuture.completedFuture(new ClaimOutcome.NotDrawn(PAUSED_RETRY))
        : claim(
            lane.get(),
            Fraction.place(number.getAsLong()),
            number.getAsLong(),
            place.epoch(),
            buyer);
  }

  private CompletableFuture<ClaimOutcome> claim(
      Lane lane, long place, long number, long givenIn, Buyer buyer) {
    RuntimeLive now = live.get();
    RuntimeLive.Admission admission = now.admission();
    Timeline times = phase.timeline();
    return redis
        .start(
            QueueScripts.CLAIM,
            place,
            givenIn,
            new SessionId(givenIn, lane.number(), number).text(),
            buyer.id(),
            lanes.open() ? 1 : 0,
            admission.maxActive(),
            Pace.most(now),
            admission.sessionTimeoutSeconds() * 1000L,
            lane.opensAt(times.onSaleAt()).toEpochMilli(),
            times.closesAt().toEpochMilli(),
            now.paused() || now.settling() ? 1 : 0,
            lane.number(),
            lane.kind().letter())
        .thenApply(reply -> claimed(reply, admission));
  }

  private static ClaimOutcome claimed(Reply reply, RuntimeLive.Admission admission) {
    return switch (reply.outcome()) {
      case "CLAIMED" -> inside(reply, false);
      case "SAME" -> inside(reply, true);
      case "NOT_YET" -> notYet(Math.max(1, reply.number(1)), PollTable.of(admission, Tempo.REAL));
      case "FULL" -> new ClaimOutcome.HouseFull(FULL_RETRY);
      case "RATE" -> new ClaimOutcome.HouseFull(rateRetry(reply.number(1)));
      case "PAUSED" -> new ClaimOutcome.HouseFull(PAUSED_RETRY);
      case "PASSED" -> new ClaimOutcome.TurnPassed();
      case "USED" -> new ClaimOutcome.AlreadyUsed();
      case "CLOSED" -> new ClaimOutcome.Over("the sale is closed");
      default -> throw new IllegalStateException("claim.lua answered " + reply.outcome());
    };
  }

  /** Ends a session; its slot and its holds are free at once. Also right when it ended before. */
  public void leave(String session, Buyer buyer) {
    redis.run(QueueScripts.LEAVE, house.standingArgument(), buyer.id(), session);
  }

  /** What became of showing an entry token whose session Redis does not know. */
  public enum Attachment {
    /** It was lost with an earlier life of Redis and lives again, to its original end. */
    ATTACHED,
    /** The same, but nobody can enter at the moment. */
    FULL,
    /** It ended. */
    NONE
  }

  /**
   * Lets a session begin again that was lost with an earlier life of Redis. Those that the last
   * checkpoint knew may until their end, the others for three seconds: later their places may be
   * claimed once more.
   *
   * @param ends as its token says
   */
  public Attachment attach(SessionId session, Buyer buyer, Instant ends) {
    Optional<Lane> lane = lanes.numbered(session.lane());
    if (lane.isEmpty()) {
      return Attachment.NONE;
    }
    boolean drawn = lane.get().drawn();
    Reply reply =
        redis.run(
            QueueScripts.ATTACH,
            buyer.id(),
            session.text(),
            ends.toEpochMilli(),
            live.get().admission().maxActive(),
            drawn ? Fraction.place(session.number()) : session.number(),
            lane.get().number(),
            lane.get().kind().letter());
    return Attachment.valueOf(reply.outcome());
  }

  @Override
  public QueueCounts counts() {
    QueueState state = QueueState.read(redis, lanes);
    return new QueueCounts(lanes.open() ? 0 : state.waiting(), state.sessions(), state.peak());
  }

  /** What time it is at Redis, whose clock closes the registration. */
  public Instant storeClock() {
    return Instant.ofEpochMilli(QueueState.read(redis, lanes).now());
  }

  private static long millis(@Nullable Instant time) {
    if (time == null) {
      throw new IllegalStateException("a draw without registration times");
    }
    return time.toEpochMilli();
  }

  private static ClaimOutcome inside(Reply reply, boolean repeated) {
    return new ClaimOutcome.Inside(
        SessionId.of(reply.text(1)), Instant.ofEpochMilli(reply.number(2)), repeated);
  }

  /** Others at the door wait for the same token. */
  private static Duration rateRetry(long millis) {
    return Duration.ofMillis(Math.max(FULL_RETRY.toMillis(), millis));
  }

  private static ClaimOutcome notYet(long ahead, List<PollTable.Step> table) {
    return new ClaimOutcome.NotYourTurn(ahead, Duration.ofSeconds(PollTable.seconds(table, ahead)));
  }
}
