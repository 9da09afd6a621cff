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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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

  /** Registers for the draw, or gives the next place of the first lane that is the visitor's. */
  public JoinOutcome join(Identity who) {
    Phase now = phase.now();
    switch (now) {
      case SoldOut -> {
        return new JoinOutcome.Over("every seat is sold");
      }
      case Closed, Ended, Failed -> {
        return new JoinOutcome.Over("the sale is closed");
      }
      default -> {
        Duration wait = Duration.between(clock.instant(), phase.joinableFrom());
        if (wait.isPositive() && now != Phase.OnSale) {
          return new JoinOutcome.NotOpenYet(wait);
        }
      }
    }
    return registering(now)
        .map(draw -> register(draw, who))
        .orElseGet(() -> give(lanes.forMember(who.memberships())));
  }

  /** Once the seed is known nobody registers any more, whatever becomes of the schedule. */
  private Optional<Lane> registering(Phase now) {
    return now == Phase.Registration && !lots.drawn() ? lanes.draw() : Optional.empty();
  }

  private JoinOutcome register(Lane draw, Identity who) {
    Optional<String> commitment = lots.commitment();
    if (commitment.isEmpty()) {
      return new JoinOutcome.NotCommitted();
    }
    Timeline times = phase.timeline();
    long epoch = redis.epoch();
    Reply reply =
        redis.runIn(
            epoch,
            QueueScripts.REGISTER,
            who.buyer().id(),
            millis(times.registrationOpensAt()),
            millis(times.registrationClosesAt()));
    return switch (reply.outcome()) {
      case "REGISTERED" ->
          new JoinOutcome.Registered(
              new Place(epoch, draw.number(), 0, expiry()), commitment.get());
      case "EARLY" -> new JoinOutcome.NotOpenYet(Duration.ofMillis(reply.number(1)));
      case "LATE" -> give(lanes.forMember(who.memberships()));
      default -> throw new IllegalStateException("register.lua answered " + reply.outcome());
    };
  }

  private JoinOutcome give(Lane lane) {
    long epoch = redis.epoch();
    Reply reply = redis.runIn(epoch, QueueScripts.JOIN, lane.number());
    return new JoinOutcome.Joined(lane, new Place(epoch, lane.number(), reply.number(1), expiry()));
  }

  /** A place has no use once the event is over; the margin is for one that is put off. */
  private Instant expiry() {
    return PlaceTokens.expiry(clock.instant(), phase.timeline().endsAt());
  }

  /** Turns a served place into a session, or says why not. */
  public ClaimOutcome claim(Place place, Buyer buyer) {
    if (phase.now() == Phase.SoldOut) {
      return new ClaimOutcome.Over("every seat is sold");
    }
    Optional<Lane> lane = lanes.numbered(place.lane());
    if (lane.isEmpty()) {
      return new ClaimOutcome.TurnPassed();
    }
    if (!lane.get().drawn()) {
      return claim(lane.get(), place.number(), place.number(), place.epoch(), buyer);
    }
    OptionalLong number = lots.number(buyer.id());
    return number.isEmpty()
        ? new ClaimOutcome.NotDrawn(PAUSED_RETRY)
        : claim(
            lane.get(),
            Fraction.place(number.getAsLong()),
            number.getAsLong(),
            place.epoch(),
            buyer);
  }

  private ClaimOutcome claim(Lane lane, long place, long number, long givenIn, Buyer buyer) {
    RuntimeLive now = live.get();
    RuntimeLive.Admission admission = now.admission();
    Timeline times = phase.timeline();
    Reply reply =
        redis.run(
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
            lane.kind().letter());
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

  @Override
  public QueueCounts counts() {
    QueueState state = QueueState.read(redis, lanes);
    return new QueueCounts(lanes.open() ? 0 : state.waiting(), state.sessions(), state.peak());
  }

  /** What time it is at Redis, whose clock closes the registration. */
  public Instant storeClock() {
    return Instant.ofEpochMilli(QueueState.read(redis, lanes).now());
  }

  private static long millis(@org.jspecify.annotations.Nullable Instant time) {
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
