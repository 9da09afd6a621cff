package dev.onsale.booking.web;

import dev.onsale.booking.boundary.IdempotencyKey;
import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.boundary.Session;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.queue.Queue;
import dev.onsale.booking.seats.Hold;
import dev.onsale.booking.seats.HoldOutcome;
import dev.onsale.booking.seats.HoldRequest;
import dev.onsale.booking.seats.HoldView;
import dev.onsale.booking.seats.Holds;
import dev.onsale.booking.seats.House;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is answered about holds, whatever server asks: data to be written as JSON, or a {@link
 * ProblemException}.
 */
public final class HoldDesk {
  private final Holds holds;
  private final Queue queue;
  private final House house;
  private final MeterRegistry meters;
  private final Map<Class<?>, Counter> counters = new ConcurrentHashMap<>();

  HoldDesk(Holds holds, Queue queue, House house, MeterRegistry meters) {
    this.holds = holds;
    this.queue = queue;
    this.house = house;
    this.meters = meters;
  }

  /** A hold as its buyer sees it. */
  public record HoldDocument(
      String id, String state, List<SeatDocument> seats, Instant expiresAt, Money total) {}

  /** A seat of a hold. */
  public record SeatDocument(String id, String section, String tier, Money price) {}

  /**
   * Holds seats.
   *
   * @param roles of who asks
   * @return the outcome, on a thread that must not be blocked; to be answered with {@link #held}
   */
  public CompletableFuture<HoldOutcome> hold(
      Session session, Set<String> roles, IdempotencyKey key, HoldRequest request) {
    var asker = new Holds.Asker(session.buyer(), session.id().text(), key.value(), roles);
    return holds
        .start(asker, request)
        .thenCompose(
            outcome ->
                outcome instanceof HoldOutcome.NoSession
                    ? CompletableFuture.supplyAsync(
                            () -> beganAgain(session), Thread::startVirtualThread)
                        .thenCompose(again -> again ? holds.start(asker, request) : done(outcome))
                    : done(outcome));
  }

  private static CompletableFuture<HoldOutcome> done(HoldOutcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }

  /** The answer to who wanted to hold seats. */
  public HoldDocument held(HoldOutcome outcome) {
    counters
        .computeIfAbsent(
            outcome.getClass(),
            type -> meters.counter("onsale.holds", "outcome", type.getSimpleName()))
        .increment();
    if (outcome instanceof HoldOutcome.Held(Hold hold)) {
      return document(hold, "live");
    }
    throw refusal(outcome);
  }

  /** A hold of this buyer. */
  HoldDocument read(Buyer buyer, String id) {
    return switch (holds.read(id, buyer)) {
      case HoldView.Live(Hold hold) -> document(hold, "live");
      case HoldView.Ordered(Hold hold) -> document(hold, "ordered");
      case HoldView.Expired() -> throw expired();
      case HoldView.Lost() ->
          throw new ProblemException(
              410,
              "hold-lost",
              "The hold was lost",
              "live data was lost on our side; please choose seats again");
      case HoldView.Unknown() -> throw unknown();
    };
  }

  /** Gives a hold of this buyer back. */
  void release(Buyer buyer, String id) {
    switch (holds.release(id, buyer)) {
      case RELEASED -> {}
      case ORDERED ->
          throw new ProblemException(
              409, "hold-ordered", "The hold became an order", "let the order expire instead");
      case UNKNOWN -> throw unknown();
    }
  }

  /** Whether the session was lost on our side, not by its time. */
  private boolean beganAgain(Session session) {
    return switch (queue.attach(session.id(), session.buyer(), session.expiresAt())) {
      case ATTACHED -> true;
      case NONE -> false;
      case FULL ->
          throw new ProblemException(
                  503, "house-full", "The house is full", "your session is kept; ask again")
              .retryAfter(Duration.ofSeconds(2));
    };
  }

  private static ProblemException refusal(HoldOutcome outcome) {
    return switch (outcome) {
      case HoldOutcome.Unavailable(List<String> seats) ->
          new ProblemException(
                  409,
                  "seats-unavailable",
                  "Somebody else has seats of these",
                  seats.isEmpty() ? "no run of that many seats was found" : "choose others")
              .with("unavailable", seats);
      case HoldOutcome.LeavesSingle(String seat, List<String> instead) ->
          new ProblemException(
                  422,
                  "single-seat-gap",
                  "The choice would leave a single seat",
                  "it would leave %s alone; take %s instead"
                      .formatted(seat, String.join(", ", instead)))
              .with("single", seat)
              .with("instead", instead);
      case HoldOutcome.CompanionAlone(String place) ->
          new ProblemException(
                  422,
                  "companion-seat",
                  "A companion's seat goes with its wheelchair place",
                  "ask for %s too, or for other seats".formatted(place))
              .with("place", place);
      case HoldOutcome.TooFew(String section, int free) ->
          new ProblemException(
                  409,
                  "seats-unavailable",
                  "Somebody else has seats of these",
                  "section " + section + " has " + free + " left")
              .with("unavailable", List.of())
              .with("free", free);
      case HoldOutcome.CapReached(int held, int cap) ->
          new ProblemException(
                  422,
                  "ticket-limit",
                  "More tickets than one buyer may have",
                  "you hold " + held + " and may hold " + cap + "; give holds back or ask for less")
              .with("limit", cap)
              .with("held", held);
      case HoldOutcome.Invalid(String detail) -> ProblemException.invalid(detail);
      case HoldOutcome.NoSession() ->
          new ProblemException(
              410, "session-ended", "Your session ended", "take a new place to queue again");
      case HoldOutcome.HoldersFirst(Duration retryAfter) ->
          new ProblemException(
                  503,
                  "holders-first",
                  "Please try again in a moment",
                  "live data is being restored, and those who held seats come first")
              .retryAfter(retryAfter);
      case HoldOutcome.NotOpen() ->
          new ProblemException(410, "sale-over", "The sale is over", "it is not open now");
      case HoldOutcome.KeyReused() ->
          new ProblemException(
              422,
              "idempotency-key-reused",
              "The Idempotency-Key was used before",
              "it came with another body; use a fresh key for each new request");
      case HoldOutcome.Over() -> expired();
      case HoldOutcome.Held held -> throw new IllegalArgumentException("not a refusal: " + held);
    };
  }

  private static ProblemException expired() {
    return new ProblemException(
        410, "hold-expired", "The hold ended", "its time is over; choose seats again");
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("you have no such hold");
  }

  private HoldDocument document(Hold hold, String state) {
    List<SeatDocument> seats =
        hold.seats().stream()
            .map(
                seat -> {
                  var tier = house.tier(seat.tier());
                  Money price = new Money(tier.currency(), tier.amount());
                  return new SeatDocument(seat.id(), seat.section(), seat.tier(), price);
                })
            .toList();
    Money total = new Money(seats.getFirst().price().currency(), house.total(hold.seats()));
    return new HoldDocument(hold.id(), state, seats, hold.expiresAt(), total);
  }
}
