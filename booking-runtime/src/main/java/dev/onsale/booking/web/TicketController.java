package dev.onsale.booking.web;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.tickets.PassImage;
import dev.onsale.booking.tickets.PassSigner;
import dev.onsale.booking.tickets.Ticket;
import dev.onsale.booking.tickets.Tickets;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** Tickets, their passes, and the key that verifies them. */
@RestController
@RequestMapping(EventPath.BASE)
final class TicketController {
  private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml");

  private final Tickets tickets;
  private final PassSigner signer;
  private final OrderAccess access;
  private final EventPath path;

  TicketController(Tickets tickets, PassSigner signer, OrderAccess access, EventPath path) {
    this.tickets = tickets;
    this.signer = signer;
    this.access = access;
    this.path = path;
  }

  @GetMapping("/tickets/{id}")
  ResponseEntity<TicketView> one(@PathVariable String id, ServerWebExchange exchange) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(TicketView.of(ticket(id, exchange), path.base()));
  }

  @GetMapping("/tickets/{id}/pass.svg")
  ResponseEntity<String> pass(@PathVariable String id, ServerWebExchange exchange) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .contentType(SVG)
        .body(PassImage.svg(signer.pass(ticket(id, exchange))));
  }

  @GetMapping("/.well-known/jwks.json")
  ResponseEntity<Map<String, Object>> keys() {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic())
        .body(signer.jwks());
  }

  private Ticket ticket(String id, ServerWebExchange exchange) {
    Ticket ticket =
        OrderAccess.uuid(id).flatMap(tickets::find).orElseThrow(TicketController::unknown);
    access.order(ticket.orderId().toString(), exchange);
    return ticket;
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("you have no such ticket");
  }
}
