package dev.onsale.booking.web;

import dev.onsale.booking.boundary.CachedDocument;
import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.boundary.Session;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.queue.ClaimOutcome;
import dev.onsale.booking.queue.JoinOutcome;
import dev.onsale.booking.queue.PollTable;
import dev.onsale.booking.queue.PublicStatus;
import dev.onsale.booking.queue.Queue;
import dev.onsale.booking.queue.ReleaseWindow;
import dev.onsale.booking.queue.StatusBoard;
import dev.onsale.booking.tokens.EntryTokens;
import dev.onsale.booking.tokens.PlaceTokens;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import tools.jackson.databind.json.JsonMapper;

/** The waiting room over HTTP. */
@RestController
@RequestMapping(EventPath.BASE + "/queue")
public final class QueueController {
  private static final CacheControl A_SECOND =
      CacheControl.maxAge(Duration.ofSeconds(1)).cachePublic();
  private static final int WINDOWS_A_PAGE = 500;

  private final Queue queue;
  private final StatusBoard board;
  private final PlaceTokens places;
  private final EntryTokens entries;
  private final Visitors visitors;
  private final MeterRegistry meters;
  private final CachedDocument<PublicStatus> status;

  QueueController(
      Queue queue,
      StatusBoard board,
      PlaceTokens places,
      EntryTokens entries,
      Visitors visitors,
      MeterRegistry meters,
      JsonMapper json) {
    this.queue = queue;
    this.board = board;
    this.places = places;
    this.entries = entries;
    this.visitors = visitors;
    this.meters = meters;
    this.status = new CachedDocument<>(json, known -> known);
  }

  /** Answer to a new place. */
  record GivenPlace(String lane, long place, String token, PublicStatus status) {}

  @PostMapping("/places")
  @ResponseStatus(HttpStatus.CREATED)
  GivenPlace join(ServerWebExchange exchange) {
    Buyer buyer = visitors.recogniseOrGreet(exchange);
    // Before the place is given: without the status it would be given in vain.
    PublicStatus now = published();
    JoinOutcome outcome = queue.join();
    count("joins", outcome);
    return switch (outcome) {
      case JoinOutcome.Joined(Place place) ->
          new GivenPlace(
              PublicStatus.LANE,
              place.number(),
              places.issue(place, buyer.id()),
              now.inEpoch(place.epoch()));
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

  @GetMapping("/status")
  ResponseEntity<byte[]> status() {
    return status.answer(published(), A_SECOND);
  }

  /** Answer about one's own place. */
  record OwnPlace(
      String lane,
      long place,
      long ahead,
      boolean yourTurn,
      long estimateSeconds,
      int askAgainSeconds,
      String phase) {}

  @GetMapping("/place")
  OwnPlace place(Place place) {
    PublicStatus now = published();
    long cutoff = now.lanes().getFirst().cutoff();
    long ahead = Math.max(0, place.number() + 1 - cutoff);
    PollTable.Step step =
        now.poll().stream()
            .filter(one -> ahead <= one.ahead())
            .findFirst()
            .orElseGet(() -> now.poll().getLast());
    return new OwnPlace(
        PublicStatus.LANE,
        place.number(),
        ahead,
        ahead == 0,
        ahead * 60 / Math.max(1, now.perMinute()),
        step.seconds(),
        now.phase());
  }

  /** A page of release windows. */
  record Windows(long epoch, List<ReleaseWindow> windows, int next) {}

  @GetMapping("/windows")
  ResponseEntity<Windows> windows(@RequestParam(defaultValue = "0") int from) {
    if (from < 0) {
      throw ProblemException.badRequest("from is " + from + "; it must be 0 or more");
    }
    List<ReleaseWindow> page = board.windows(from, WINDOWS_A_PAGE);
    return ResponseEntity.ok()
        .cacheControl(A_SECOND)
        .body(new Windows(published().epoch(), page, from + page.size()));
  }

  @PostMapping("/claims")
  ResponseEntity<Map<String, String>> claim(Buyer buyer, Place place) {
    ClaimOutcome outcome = queue.claim(place, buyer);
    count("claims", outcome);
    return switch (outcome) {
      case ClaimOutcome.Inside inside -> {
        String token = entries.issue(inside.session(), buyer.id(), inside.expiresAt());
        Map<String, String> body = new LinkedHashMap<>();
        body.put("entryToken", token);
        body.put("expiresAt", inside.expiresAt().toString());
        yield ResponseEntity.status(inside.repeated() ? 200 : 201).body(body);
      }
      case ClaimOutcome.NotYourTurn(long ahead, Duration askAgainIn) ->
          throw new ProblemException(
                  409, "not-your-turn", "It is not your turn", ahead + " places are first")
              .retryAfter(askAgainIn)
              .with("ahead", ahead)
              .with("retryAt", Instant.now().plus(askAgainIn).toString());
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

  @DeleteMapping("/session")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void leave(Session session) {
    queue.leave(session.id(), session.buyer());
  }

  private PublicStatus published() {
    return board
        .status()
        .orElseThrow(
            () ->
                new ProblemException(
                        503,
                        "store-unavailable",
                        "Please try again shortly",
                        "the queue cannot be read now; places are kept by their tokens")
                    .retryAfter(Duration.ofSeconds(2)));
  }

  private static ProblemException over(String why) {
    return new ProblemException(410, "sale-over", "The sale is over", why);
  }

  private void count(String what, Object outcome) {
    meters.counter("onsale." + what, "outcome", outcome.getClass().getSimpleName()).increment();
  }
}
