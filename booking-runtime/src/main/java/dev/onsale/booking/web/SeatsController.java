package dev.onsale.booking.web;

import dev.onsale.booking.boundary.CachedDocument;
import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.seats.House;
import dev.onsale.booking.seats.SeatFeed;
import dev.onsale.booking.seats.SeatVersion;
import dev.onsale.booking.seats.SeatView;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Which seats there are, and which are free. */
@RestController
@RequestMapping(EventPath.BASE + "/seats")
public final class SeatsController {
  private static final CacheControl A_SECOND =
      CacheControl.maxAge(Duration.ofSeconds(1)).cachePublic();
  private static final CacheControl A_MINUTE =
      CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic();
  private static final CacheControl FOR_EVER =
      CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

  private final House house;
  private final SeatFeed feed;
  private final SeatStates states;
  private final CachedDocument<House> map;

  SeatsController(House house, SeatFeed feed, SeatStates states, JsonMapper json) {
    this.house = house;
    this.feed = feed;
    this.states = states;
    this.map = new CachedDocument<>(json, SeatMapDocument::of);
  }

  /**
   * The static map. Asked with its own digest it never changes; without, it may until the first
   * opening.
   */
  @GetMapping
  ResponseEntity<byte[]> map(@RequestParam(defaultValue = "") String digest) {
    return map.answer(house, digest.equals(house.digest()) ? FOR_EVER : A_MINUTE);
  }

  /**
   * All states, or what changed since a version; all again where that is not known any more or is
   * more. As octets there are always all.
   */
  @GetMapping("/availability")
  ResponseEntity<byte[]> availability(
      @RequestParam @Nullable String since,
      @RequestHeader(name = HttpHeaders.ACCEPT, defaultValue = MediaType.ALL_VALUE) String accept) {
    SeatVersion known = since == null ? null : version("since", since);
    SeatFeed.Known now = feed.known();
    SeatView view = now.seats();
    if (accept.contains(MediaType.APPLICATION_OCTET_STREAM_VALUE)) {
      return answer(now, "b", MediaType.APPLICATION_OCTET_STREAM, states.binary(view));
    }
    Optional<byte[]> changes = known == null ? Optional.empty() : states.changes(view, known);
    return answer(
        now,
        changes.isPresent() ? "d" + known : "",
        MediaType.APPLICATION_JSON,
        changes.orElseGet(() -> states.whole(view)));
  }

  /**
   * Reads a version that a request gives.
   *
   * @param name of what gives it
   * @throws ProblemException 400 when it is none
   */
  public static SeatVersion version(String name, String given) {
    try {
      return SeatVersion.of(given);
    } catch (IllegalArgumentException none) {
      throw ProblemException.badRequest(name + ": " + none.getMessage());
    }
  }

  /** What is older than it should be says so: RFC 9111, 5.1. */
  private static ResponseEntity<byte[]> answer(
      SeatFeed.Known now, String form, MediaType type, byte[] body) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.ok()
            .cacheControl(A_SECOND)
            .eTag('"' + now.seats().version().toString() + form + '"')
            .varyBy(HttpHeaders.ACCEPT)
            .contentType(type);
    long age = now.age().toSeconds();
    if (age > 0) {
      answer.header(HttpHeaders.AGE, Long.toString(age));
    }
    return answer.body(body);
  }
}
