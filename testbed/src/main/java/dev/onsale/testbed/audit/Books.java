package dev.onsale.testbed.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the event's schema in PostgreSQL holds after the sale. Money is in minor units. */
public record Books(
    List<Order> orders,
    List<SeatOfOrder> seats,
    List<SeatClaim> claims,
    List<Ticket> tickets,
    List<ProviderPayment> payments,
    @Nullable Integer sessionsPeak) {

  public record Order(String id, String state, long total) {
    boolean isConfirmed() {
      return state.equals("CONFIRMED");
    }

    boolean isOpen() {
      return state.equals("PENDING") || state.equals("AUTHORIZED");
    }
  }

  /**
   * @param index the seat's place in the map, the key of ownership
   * @param label the seat as people read it
   */
  public record SeatOfOrder(String order, int index, String label) {}

  /** The durable row that decides who owns a seat. */
  public record SeatClaim(int index, String order, boolean sold) {}

  public record Ticket(String id, String order, int index) {}

  /**
   * A line of the payment provider's own books.
   *
   * @param order the order it was made for
   * @param state the provider's word for it: AUTHORIZED, CAPTURED, DECLINED, VOIDED or REFUNDED
   */
  public record ProviderPayment(String key, String order, long amount, String state) {
    boolean isCaptured() {
      return state.equals("CAPTURED");
    }
  }

  public Books {
    orders = List.copyOf(orders);
    seats = List.copyOf(seats);
    claims = List.copyOf(claims);
    tickets = List.copyOf(tickets);
    payments = List.copyOf(payments);
  }

  /** Orders that may still become paid or expire; while there are any, money may be in flight. */
  public int openOrders() {
    return (int) orders.stream().filter(Order::isOpen).count();
  }
}
