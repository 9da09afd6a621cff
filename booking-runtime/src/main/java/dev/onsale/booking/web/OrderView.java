package dev.onsale.booking.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.onsale.booking.orders.Order;
import dev.onsale.booking.orders.OrderState;
import dev.onsale.booking.tickets.Ticket;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as its buyer sees it.
 *
 * @param access secret of the order, in the answer to its creation only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OrderView(
    String id,
    String state,
    Money total,
    List<Seat> seats,
    Instant createdAt,
    @Nullable String access,
    Payment payment,
    List<TicketView> tickets) {

  record Seat(String id, String tier, Money price) {}

  /**
   * @param expiresAt when the time to pay is over
   */
  record Payment(String provider, String state, Instant expiresAt) {}

  static OrderView of(
      Order order, String provider, List<Ticket> tickets, @Nullable String access, String base) {
    return new OrderView(
        order.id().toString(),
        order.state().name(),
        new Money(order.currency(), order.total()),
        order.seats().stream()
            .map(
                seat ->
                    new Seat(seat.label(), seat.tier(), new Money(order.currency(), seat.price())))
            .toList(),
        order.createdAt(),
        access,
        new Payment(provider, paymentState(order.state()), order.expiresAt()),
        tickets.stream().map(ticket -> TicketView.of(ticket, base)).toList());
  }

  private static String paymentState(OrderState state) {
    return switch (state) {
      case PENDING -> "OPEN";
      case AUTHORIZED -> "AUTHORIZED";
      case CONFIRMED -> "CAPTURED";
      case EXPIRED, CANCELLED -> "NONE";
    };
  }
}
