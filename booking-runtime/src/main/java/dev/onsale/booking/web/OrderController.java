package dev.onsale.booking.web;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.IdempotencyKey;
import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.orders.Intake;
import dev.onsale.booking.orders.Order;
import dev.onsale.booking.orders.OrderHistory;
import dev.onsale.booking.orders.OrderIntake;
import dev.onsale.booking.orders.OrderState;
import dev.onsale.booking.payments.Payments;
import dev.onsale.booking.tickets.Tickets;
import dev.onsale.booking.tokens.HoldIds;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** Orders of the caller. */
@RestController
@RequestMapping(EventPath.BASE + "/orders")
final class OrderController {
  private final OrderIntake intake;
  private final OrderHistory history;
  private final Tickets tickets;
  private final Payments payments;
  private final OrderAccess access;
  private final EventPath path;

  OrderController(
      OrderIntake intake,
      OrderHistory history,
      Tickets tickets,
      Payments payments,
      OrderAccess access,
      EventPath path) {
    this.intake = intake;
    this.history = history;
    this.tickets = tickets;
    this.payments = payments;
    this.access = access;
    this.path = path;
  }

  /** The body of {@code POST /orders}. */
  record Body(
      @Nullable String hold, @Nullable String email, @Nullable Boolean acceptEquivalentSeats) {}

  @PostMapping
  ResponseEntity<OrderView> place(Buyer buyer, IdempotencyKey key, @RequestBody Body body) {
    OrderIntake.Request request = request(body);
    String hash = BodyHash.of(request.hold(), request.email(), request.acceptEquivalentSeats());
    Intake result = intake.place(buyer, request, key.value(), hash);
    if (!(result instanceof Intake.Accepted accepted)) {
      throw problem(result);
    }
    Order order = accepted.order().in(OrderState.PENDING);
    OrderView view =
        OrderView.of(order, payments.provider(), List.of(), access.secret(order.id()), path.base());
    return ResponseEntity.status(201)
        .header("Location", path.base() + "/orders/" + order.id())
        .cacheControl(CacheControl.noStore())
        .body(view);
  }

  @GetMapping
  ResponseEntity<Map<String, List<OrderView>>> mine(Buyer buyer) {
    List<OrderView> views = history.of(buyer.id()).stream().map(this::view).toList();
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(Map.of("orders", views));
  }

  @GetMapping("/{id}")
  ResponseEntity<OrderView> one(@PathVariable String id, ServerWebExchange exchange) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(view(access.order(id, exchange)));
  }

  private OrderView view(Order order) {
    return OrderView.of(
        order,
        payments.provider(),
        order.state() == OrderState.CONFIRMED ? tickets.of(order.id()) : List.of(),
        null,
        path.base());
  }

  private static OrderIntake.Request request(Body body) {
    String hold = body.hold();
    if (hold == null || hold.isBlank() || hold.length() > HoldIds.LONGEST) {
      throw ProblemException.invalid("hold is missing; send the id that POST /holds answered");
    }
    return new OrderIntake.Request(
        hold, EmailAddress.parse(body.email()), Boolean.TRUE.equals(body.acceptEquivalentSeats()));
  }

  private static RuntimeException problem(Intake result) {
    return switch (result) {
      case Intake.Accepted accepted -> new IllegalStateException("not a problem");
      case Intake.HoldExpired expired ->
          new ProblemException(
              410,
              "hold-expired",
              "The hold has expired",
              "its seats were released; hold seats again");
      case Intake.HoldLost lost ->
          new ProblemException(
              410, "hold-lost", "The hold is gone", "it ended or was lost; hold seats again");
      case Intake.HoldOfAnother other -> ProblemException.notFound("you have no such hold");
      case Intake.SeatsLost lost ->
          new ProblemException(
                  409,
                  "seats-lost",
                  "Seats of the hold are sold to somebody else",
                  "nothing was ordered; hold other seats")
              .with("unavailable", lost.labels());
      case Intake.OverCap over ->
          new ProblemException(
                  422,
                  "ticket-limit",
                  "Too many tickets for one buyer",
                  "you own %d of at most %d tickets; hold fewer seats"
                      .formatted(over.owned(), over.cap()))
              .with("limit", over.cap())
              .with("owned", over.owned());
      case Intake.KeyReused reused -> Problems.keyReused();
      case Intake.Busy busy -> Problems.concurrent();
      case Intake.SaleOver over ->
          new ProblemException(
              410, "sale-over", "The sale is over", "the event takes no new orders");
    };
  }
}
