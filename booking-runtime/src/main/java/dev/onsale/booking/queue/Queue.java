package dev.onsale.booking.queue;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.redis.Reply;
import dev.onsale.booking.seats.House;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.schedule.Phase;
import dev.onsale.schedule.Timeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Places, turns and sessions. Every call throws {@code StoreUnavailableException} when Redis is
 * away and {@code StaleEpochException} when the epoch changed.
 */
public final class Queue implements WaitingRoom {
  /** A slot may come free at any moment; asking more often would not bring it sooner. */
  private static final Duration FULL_RETRY = Duration.ofSeconds(2);

  private static final Duration PAUSED_RETRY = Duration.ofSeconds(10);

  private static final int ONLY_LANE = 0;

  private final EventRedis redis;
  private final LiveConfig live;
  private final SalePhase phase;
  private final House house;
  private final Clock clock;
  private final boolean open;

  /**
   * @param open whether everybody may enter without a turn: queue mode {@code Open}
   */
  public Queue(
      EventRedis redis, LiveConfig live, SalePhase phase, House house, Clock clock, boolean open) {
    this.redis = redis;
    this.live = live;
    this.phase = phase;
    this.house = house;
    this.clock = clock;
    this.open = open;
  }

  /** Gives the next place. */
  public JoinOutcome join() {
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
    long epoch = redis.epoch();
    Reply reply = redis.runIn(epoch, QueueScripts.JOIN);
    return new JoinOutcome.Joined(new Place(epoch, ONLY_LANE, reply.number(1), clock.instant()));
  }

  /** Turns a served place into a session, or says why not. */
  public ClaimOutcome claim(Place place, Buyer buyer) {
    if (phase.now() == Phase.SoldOut) {
      return new ClaimOutcome.Over("every seat is sold");
    }
    RuntimeLive now = live.get();
    RuntimeLive.Admission admission = now.admission();
    Timeline times = phase.timeline();
    Reply reply =
        redis.run(
            QueueScripts.CLAIM,
            place.number(),
            place.epoch(),
            session(place),
            buyer.id(),
            open ? 1 : 0,
            admission.maxActive(),
            admission.perMinute(),
            admission.sessionTimeoutSeconds() * 1000L,
            times.onSaleAt().toEpochMilli(),
            times.closesAt().toEpochMilli(),
            now.paused() || now.settling() ? 1 : 0);
    return switch (reply.outcome()) {
      case "CLAIMED" -> inside(reply, false);
      case "SAME" -> inside(reply, true);
      case "NOT_YET" -> notYet(Math.max(1, reply.number(1)), admission.claimTimeoutSeconds());
      case "FULL" -> new ClaimOutcome.HouseFull(FULL_RETRY);
      case "RATE" -> new ClaimOutcome.HouseFull(Duration.ofMillis(reply.number(1)));
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
    QueueState state = QueueState.read(redis);
    return new QueueCounts(waiting(state), state.sessions(), state.peak());
  }

  /** Names the session that a place opens. */
  private static String session(Place place) {
    return place.epoch() + "." + place.number();
  }

  private long waiting(QueueState state) {
    return open ? 0 : state.tail() - state.cutoff();
  }

  private static ClaimOutcome inside(Reply reply, boolean repeated) {
    return new ClaimOutcome.Inside(reply.text(1), Instant.ofEpochMilli(reply.number(2)), repeated);
  }

  private static ClaimOutcome notYet(long ahead, int claimTimeoutSeconds) {
    return new ClaimOutcome.NotYourTurn(
        ahead, Duration.ofSeconds(PollTable.seconds(claimTimeoutSeconds, ahead)));
  }
}
