package dev.onsale.booking.web;

import dev.onsale.booking.boundary.CachedDocument;
import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.Session;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.queue.PublicStatus;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.time.Duration;
import java.util.LinkedHashMap;
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

/** The waiting room over HTTP; what it answers is the {@link QueueDesk}'s. */
@RestController
@RequestMapping(EventPath.BASE + "/queue")
public final class QueueController {
  private static final CacheControl A_SECOND =
      CacheControl.maxAge(Duration.ofSeconds(1)).cachePublic();

  private final QueueDesk desk;
  private final Visitors visitors;
  private final CachedDocument<PublicStatus> status;

  QueueController(QueueDesk desk, Visitors visitors, JsonMapper json) {
    this.desk = desk;
    this.visitors = visitors;
    this.status = new CachedDocument<>(json, known -> known);
  }

  @PostMapping("/places")
  @ResponseStatus(HttpStatus.CREATED)
  QueueDesk.Given join(ServerWebExchange exchange) {
    return desk.join(visitors.recogniseOrGreet(exchange));
  }

  @GetMapping("/status")
  ResponseEntity<byte[]> status() {
    return status.answer(desk.status(), A_SECOND);
  }

  @GetMapping("/place")
  QueueDesk.OwnPlace place(Place place, Buyer buyer) {
    return desk.place(place, buyer);
  }

  @GetMapping("/windows")
  ResponseEntity<QueueDesk.Windows> windows(@RequestParam(defaultValue = "0") int from) {
    return ResponseEntity.ok().cacheControl(A_SECOND).body(desk.windows(from));
  }

  @PostMapping("/claims")
  ResponseEntity<Map<String, String>> claim(Buyer buyer, Place place) {
    QueueDesk.Entered entered = desk.claim(place, buyer);
    Map<String, String> body = new LinkedHashMap<>();
    body.put("entryToken", entered.entryToken());
    body.put("expiresAt", entered.expiresAt());
    return ResponseEntity.status(entered.repeated() ? 200 : 201).body(body);
  }

  @DeleteMapping("/session")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void leave(Session session) {
    desk.leave(session.id(), session.buyer());
  }
}
