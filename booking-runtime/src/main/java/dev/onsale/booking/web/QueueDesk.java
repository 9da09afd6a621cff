package dev.onsale.booking.web;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.onsale.booking.boundary.CachedDocument;
import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.queue.ClaimOutcome;
import dev.onsale.booking.queue.JoinOutcome;
import dev.onsale.booking.queue.Lane;
import dev.onsale.booking.queue.Lanes;
import dev.onsale.booking.queue.Lots;
import dev.onsale.booking.queue.PollTable;
import dev.onsale.booking.queue.PublicStatus;
import dev.onsale.booking.queue.Queue;
import dev.onsale.booking.queue.ReleaseWindow;
import dev.onsale.booking.queue.StatusBoard;
import dev.onsale.booking.tokens.EntryTokens;
import dev.onsale.booking.tokens.PlaceTokens;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the waiting room answers, whatever server asks: data to be written as JSON, or a {@link
 * ProblemException}.
 */
public final class QueueDesk {
  private static final int WINDOWS_A_PAGE = 500;

  private final Queue queue;
  private final StatusBoard board;
  private final Lanes lanes;
  private final Lots lots;
  private final PlaceTokens places;
  private final EntryTokens entries;
  private final CachedDocument<PublicStatus> document;
  private final CachedDocument<PublicStatus> inNewEpoch;
  private final MeterRegistry meters;
  private final Map<Class<?>, Counter> counters = new ConcurrentHashMap<>();

  QueueDesk(
      Queue queue,
      StatusBoard board,
      Lanes lanes,
      Lots lots,
      PlaceTokens places,
      EntryTokens entries,
      JsonMapper json,
      MeterRegistry meters) {
    this.queue = queue;
    this.board = board;
    this.lanes = lanes;
    this.lots = lots;
    this.places = places;
    this.entries = entries;
    this.document = new CachedDocument<>(json, known -> known);
    this.inNewEpoch = new CachedDocument<>(json, known -> known);
    this.meters = meters;
  }

  /** Answer 201 to who asked for a place. */
  public sealed interface Given {}

  /**
   * A place.
   *
   * @param status the public status as it is written
   */
  public record GivenPlace(String lane, long place, String token, @JsonRawValue String status)
      implements Given {}

  /**
   * A part in the draw. Who keeps it can compute their own number once the seed is published.
   *
   * @param identity what the number is made of, with the seed
   * @param commitment to the draw's secret
   * @param status the public status as it is written
   */
  public record Registration(
      boolean registered,
      String identity,
      String commitment,
      String token,
      @JsonRawValue String status)
      implements Given {}

  /**
   * Gives places, or registers for the draw.
   *
   * @return outcomes in the order of the visitors, on a thread that must not be blocked; to be
   *     answered with {@link #given}
   */
  public CompletableFuture<List<JoinOutcome>> join(List<Identity> visitors) {
    // Before places are given: without the status they would be given in vain.
    status();
    return queue.join(visitors);
  }

  /** The answer to a visitor who asked for a place. */
  public Given given(JoinOutcome outcome, Identity who) {
    count("joins", outcome);
    return switch (outcome) {
      case JoinOutcome.Joined(Lane lane, Place place) ->
          new GivenPlace(
              lane.name(),
              place.number(),
              places.issue(place, who.buyer().id()),
              statusIn(place.epoch()));
      case JoinOutcome.Registered(Place place, String commitment) ->
          new Registration(
              true,
              who.buyer().id(),
              commitment,
              places.issue(place, who.buyer().id()),
              statusIn(place.epoch()));
      case JoinOutcome.NotCommitted() ->
          throw new ProblemException(
                  503,
                  "not-committed",
                  "Please try again shortly",
                  "nobody is registered before the draw's commitment is published")
              .retryAfter(Duration.ofSeconds(2));
      case JoinOutcome.NotOpenYet(Duration opensIn) ->
          throw new ProblemException(
                  409,
                  "not-open-yet",
                  "The waiting room is not open yet",
                  "it opens in " + opensIn.toSeconds() + " s")
              .retryAfter(opensIn)
              .with("retryAt", Instant.now().plus(opensIn).toString());
      case JoinOutcome.Over(String why) -> throw over(why);
    };
  }

  /** The public status as it is written; 503 while it cannot be read. */
  public CachedDocument.Written<PublicStatus> document() {
    return document.written(status());
  }

  /** The same for somebody whose place was given in a newer epoch than it was read in. */
  private String statusIn(long epoch) {
    PublicStatus now = status();
    return now.epoch() == epoch
        ? document.written(now).text()
        : inNewEpoch.written(now.inEpoch(epoch)).text();
  }

  /** The public status; 503 while it cannot be read. */
  public PublicStatus status() {
    return board.status().orElseThrow(QueueDesk::unreadable);
  }

  /**
   * Answer about one's own place.
   *
   * @param place in a counter
   * @param number in a draw, 16 hex digits; absent until it was made
   * @param ahead people who are served before; absent where nobody knows yet
   * @param estimateSeconds at the pace of the last minute; absent while nobody is called
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OwnPlace(
      String lane,
      @Nullable Long place,
      @Nullable String number,
      @Nullable Long ahead,
      boolean yourTurn,
      @Nullable Long estimateSeconds,
      int askAgainSeconds,
      String phase) {}

  /** Where somebody stands. */
  public OwnPlace place(Place place, Buyer buyer) {
    Lane lane = lane(place);
    boolean drawn = lane.drawn();
    OptionalLong number = drawn ? lots.number(buyer.id()) : OptionalLong.of(place.number());
    if (number.isEmpty()) {
      PublicStatus now = status();
      int askAgain = now.poll().getLast().seconds();
      return new OwnPlace(lane.name(), null, null, null, false, null, askAgain, now.phase());
    }
    StatusBoard.OwnPlace own =
        board.own(lane, number.getAsLong()).orElseThrow(QueueDesk::unreadable);
    PublicStatus now = own.status();
    return new OwnPlace(
        lane.name(),
        drawn ? null : place.number(),
        drawn ? "%016x".formatted(number.getAsLong()) : null,
        own.ahead(),
        own.ahead() == 0,
        boxed(now.pace().secondsUntil(own.ahead())),
        PollTable.seconds(now.poll(), own.ahead()),
        now.phase());
  }

  private static @Nullable Long boxed(OptionalLong seconds) {
    return seconds.isPresent() ? seconds.getAsLong() : null;
  }

  private Lane lane(Place place) {
    return lanes
        .numbered(place.lane())
        .orElseThrow(
            () ->
                new ProblemException(
                    401,
                    "place-token-invalid",
                    "A token of the queue is needed",
                    "its lane is not of this event; take a new place"));
  }

  /**
   * A page of release windows.
   *
   * @param before the hash that the first one is chained to
   */
  public record Windows(long epoch, String before, List<ReleaseWindow> windows, int next) {}

  /**
   * Windows from a number on.
   *
   * @param from 0 or more, else 400
   */
  public Windows windows(int from) {
    if (from < 0) {
      throw ProblemException.badRequest("from is " + from + "; it must be 0 or more");
    }
    StatusBoard.WindowsPage page =
        board.windows(from, WINDOWS_A_PAGE).orElseThrow(QueueDesk::unreadable);
    return new Windows(page.epoch(), page.before(), page.windows(), from + page.windows().size());
  }

  /**
   * Somebody inside.
   *
   * @param repeated whether the session was there before: 200 instead of 201
   */
  public record Entered(String entryToken, String expiresAt, @JsonIgnore boolean repeated) {}

  /**
   * Turns a served place into a session.
   *
   * @return the outcome, on a thread that must not be blocked; to be answered with {@link #entered}
   */
  public CompletableFuture<ClaimOutcome> claim(Place place, Buyer buyer) {
    return queue.claim(place, buyer);
  }

  /** The answer to a visitor who claimed. */
  public Entered entered(ClaimOutcome outcome, Buyer buyer) {
    count("claims", outcome);
    return switch (outcome) {
      case ClaimOutcome.Inside inside ->
          new Entered(
              entries.issue(inside.session(), buyer.id(), inside.expiresAt()),
              inside.expiresAt().toString(),
              inside.repeated());
      case ClaimOutcome.NotYourTurn(long ahead, Duration askAgainIn) ->
          throw notYourTurn(ahead + " places are first", askAgainIn).with("ahead", ahead);
      case ClaimOutcome.NotDrawn(Duration askAgainIn) ->
          throw notYourTurn("the draw was not made yet", askAgainIn);
      case ClaimOutcome.HouseFull(Duration askAgainIn) ->
          throw new ProblemException(
                  503, "house-full", "The house is full", "it is your turn and stays so; ask again")
              .retryAfter(askAgainIn)
              .with("retryAt", Instant.now().plus(askAgainIn).toString());
      case ClaimOutcome.TurnPassed() ->
          throw new ProblemException(
              410, "turn-passed", "Your turn passed", "take a new place to queue again");
      case ClaimOutcome.AlreadyUsed() ->
          throw new ProblemException(
              409, "already-used", "This place was used", "take a new place to queue again");
      case ClaimOutcome.Over(String why) -> throw over(why);
    };
  }

  /** Ends a session. */
  public void leave(String session, Buyer buyer) {
    queue.leave(session, buyer);
  }

  private static ProblemException notYourTurn(String detail, Duration askAgainIn) {
    return new ProblemException(409, "not-your-turn", "It is not your turn", detail)
        .retryAfter(askAgainIn)
        .with("retryAt", Instant.now().plus(askAgainIn).toString());
  }

  private static ProblemException unreadable() {
    return new ProblemException(
            503,
            "store-unavailable",
            "Please try again shortly",
            "the queue cannot be read now; places are kept by their tokens")
        .retryAfter(Duration.ofSeconds(2));
  }

  private static ProblemException over(String why) {
    return new ProblemException(410, "sale-over", "The sale is over", why);
  }

  private void count(String what, Object outcome) {
    counters
        .computeIfAbsent(
            outcome.getClass(),
            type -> meters.counter("onsale." + what, "outcome", type.getSimpleName()))
        .increment();
  }
}
