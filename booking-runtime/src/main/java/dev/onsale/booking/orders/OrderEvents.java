package dev.onsale.booking.orders;

import dev.onsale.booking.outbox.SaleEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The events of an order's life. Their data names buyers by pseudonym only. */
public final class OrderEvents {
  private OrderEvents() {}

  /** The order exists, its seats are the buyer's for now. */
  public static SaleEvent created(Order order) {
    return reservation(order, "created", Map.of("expiresAt", order.expiresAt().toString()));
  }

  /** The order moved to a state without tickets. */
  public static SaleEvent moved(Order order) {
    return reservation(order, order.state().name().toLowerCase(Locale.ROOT), Map.of());
  }

  /** The order is paid and has its tickets. */
  public static SaleEvent confirmed(Order order, List<UUID> tickets) {
    return reservation(
        order, "confirmed", Map.of("tickets", tickets.stream().map(UUID::toString).toList()));
  }

  /**
   * Something happened to one of the order's payment attempts.
   *
   * @param what such as {@code captured}
   */
  public static SaleEvent payment(Order order, int attempt, long amount, String what) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("order", order.id().toString());
    data.put("buyer", order.buyer());
    data.put("attempt", attempt);
    data.put("amount", amount);
    data.put("currency", order.currency());
    return new SaleEvent(
        SaleEvent.PAYMENTS, order.id(), "dev.onsale.payment." + what + ".v1", data);
  }

  private static SaleEvent reservation(Order order, String what, Map<String, Object> more) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("order", order.id().toString());
    data.put("buyer", order.buyer());
    data.put("state", order.state().name());
    data.put("total", order.total());
    data.put("currency", order.currency());
    data.put("seats", order.seats().stream().map(Order.Seat::label).toList());
    data.putAll(more);
    return new SaleEvent(
        SaleEvent.RESERVATIONS, order.id(), "dev.onsale.order." + what + ".v1", data);
  }
}
