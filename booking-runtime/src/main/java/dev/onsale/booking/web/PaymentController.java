package dev.onsale.booking.web;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.IdempotencyKey;
import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.orders.Order;
import dev.onsale.booking.orders.OrderRows;
import dev.onsale.booking.payments.PaymentResult;
import dev.onsale.booking.payments.Payments;
import dev.onsale.booking.tickets.Tickets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/** Pays an order of the caller. */
@RestController
@RequestMapping(EventPath.BASE + "/orders/{id}/payment")
final class PaymentController {
  private final Payments payments;
  private final OrderRows orders;
  private final Tickets tickets;
  private final OrderAccess access;
  private final EventPath path;

  PaymentController(
      Payments payments, OrderRows orders, Tickets tickets, OrderAccess access, EventPath path) {
    this.payments = payments;
    this.orders = orders;
    this.tickets = tickets;
    this.access = access;
    this.path = path;
  }

  /** The body of the request. */
  record Body(@Nullable String method) {}

  @PostMapping
  ResponseEntity<OrderView> pay(
      @PathVariable String id,
      IdempotencyKey key,
      @RequestBody Body body,
      ServerWebExchange exchange) {
    String method = body.method();
    if (method == null || method.isBlank()) {
      throw ProblemException.invalid("method is missing; the sandbox knows pm_ok and pm_declined");
    }
    Order order = access.order(id, exchange);
    PaymentResult result = payments.pay(order, method, key.value(), BodyHash.of(method));
    return switch (result) {
      case PaymentResult.Paid paid -> answer(200, order);
      case PaymentResult.Undecided undecided -> answer(202, order);
      default -> throw problem(result);
    };
  }

  private ResponseEntity<OrderView> answer(int status, Order paid) {
    Order order = orders.find(paid.id()).orElseThrow();
    return ResponseEntity.status(status)
        .cacheControl(CacheControl.noStore())
        .body(OrderView.of(order, payments.provider(), tickets.of(order.id()), null, path.base()));
  }

  private static ProblemException problem(PaymentResult result) {
    return switch (result) {
      case PaymentResult.Paid paid -> throw new IllegalStateException("not a problem");
      case PaymentResult.Undecided undecided -> throw new IllegalStateException("not a problem");
      case PaymentResult.Declined declined ->
          new ProblemException(
              402,
              "declined",
              "The payment was declined",
              "try again with another payment method before the order expires");
      case PaymentResult.GivenUp givenUp ->
          new ProblemException(
              402,
              "payment-given-up",
              "The payment was given up",
              "nothing was charged; try again while the order is open");
      case PaymentResult.KeyReused reused -> Problems.keyReused();
      case PaymentResult.Busy busy ->
          new ProblemException(
                  409,
                  "payment-in-progress",
                  "A payment of this order is under way",
                  "look at the order, and repeat this request if it is still open")
              .retryAfter(Duration.ofSeconds(1));
      case PaymentResult.TooLate late ->
          new ProblemException(
              410,
              "order-expired",
              "The order has expired",
              "nothing was charged; hold seats again");
      case PaymentResult.NotPayable not ->
          new ProblemException(
                  409,
                  "not-payable",
                  "There is nothing to pay",
                  "the order is " + not.state() + "; only a PENDING order can be paid")
              .with("state", not.state().name());
      case PaymentResult.UnknownMethod unknown ->
          new ProblemException(
              422,
              "unsupported-method",
              "The payment method is not supported",
              "method is %s; this version of %s knows pm_ok and pm_declined"
                  .formatted(unknown.method(), unknown.provider()));
    };
  }
}
