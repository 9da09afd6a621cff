package dev.onsale.booking.web;

import dev.onsale.booking.boundary.CachedDocument;
import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.seats.Availability;
import dev.onsale.booking.seats.House;
import dev.onsale.seating.Seat;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
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
  private final Availability availability;
  private final List<Seat> numbered;
  private final CachedDocument<House> map;
  private final CachedDocument<Availability.Snapshot> states;

  SeatsController(House house, Availability availability, JsonMapper json) {
    this.house = house;
    this.availability = availability;
    this.numbered = house.plan().seats().stream().filter(seat -> !seat.standing()).toList();
    this.map = new CachedDocument<>(json, SeatMapDocument::of);
    this.states = new CachedDocument<>(json, this::states);
  }

  /**
   * The static map. Asked with its own digest it never changes; without, it may until the first
   * opening.
   */
  @GetMapping
  ResponseEntity<byte[]> map(@RequestParam(defaultValue = "") String digest) {
    return map.answer(house, digest.equals(house.digest()) ? FOR_EVER : A_MINUTE);
  }

  /** All states; {@code since} is accepted and answered with all of them too. */
  @GetMapping("/availability")
  ResponseEntity<byte[]> availability() {
    return states.answer(availability.recent(), A_SECOND);
  }

  private Object states(Availability.Snapshot snapshot) {
    Map<String, Object> standing = new LinkedHashMap<>();
    house
        .standing()
        .forEach(
            section ->
                standing.put(
                    section.section(),
                    Map.of(
                        "free", snapshot.standingFree().getOrDefault(section.section(), 0),
                        "capacity", section.size())));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("version", snapshot.epoch() + "." + snapshot.version());
    body.put("free", snapshot.counts().free());
    body.put("states", Base64.getEncoder().encodeToString(snapshot.bits().packed(numbered)));
    body.put("standing", standing);
    return body;
  }
}
