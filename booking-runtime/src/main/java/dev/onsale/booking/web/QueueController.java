package dev.onsale.booking.web;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.Session;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What is asked of the waiting room now and then; what it answers is the {@link QueueDesk}'s. What
 * everybody asks all the time is answered in {@code web.hotlane}.
 */
@RestController
@RequestMapping(EventPath.BASE + "/queue")
public final class QueueController {
  private static final CacheControl A_SECOND =
      CacheControl.maxAge(Duration.ofSeconds(1)).cachePublic();

  private final QueueDesk desk;

  QueueController(QueueDesk desk) {
    this.desk = desk;
  }

  @GetMapping("/place")
  QueueDesk.OwnPlace place(Place place, Buyer buyer) {
    return desk.place(place, buyer);
  }

  @GetMapping("/windows")
  ResponseEntity<QueueDesk.Windows> windows(@RequestParam(defaultValue = "0") int from) {
    return ResponseEntity.ok().cacheControl(A_SECOND).body(desk.windows(from));
  }

  @DeleteMapping("/session")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void leave(Session session) {
    desk.leave(session.id().text(), session.buyer());
  }
}
