package dev.onsale.booking.orders;

import static dev.onsale.booking.orders.OrderChange.CAPTURE_REFUSED;
import static dev.onsale.booking.orders.OrderChange.PAYMENT_AUTHORIZED;
import static dev.onsale.booking.orders.OrderChange.PAYMENT_CAPTURED;
import static dev.onsale.booking.orders.OrderChange.TIME_RAN_OUT;
import static dev.onsale.booking.orders.OrderState.AUTHORIZED;
import static dev.onsale.booking.orders.OrderState.CANCELLED;
import static dev.onsale.booking.orders.OrderState.CONFIRMED;
import static dev.onsale.booking.orders.OrderState.EXPIRED;
import static dev.onsale.booking.orders.OrderState.PENDING;

import java.util.Map;

/** The one table of an order's life. Everything that changes an order asks here. */
public final class OrderLifecycle {
  private static final Map<OrderState, Map<OrderChange, OrderState>> TABLE =
      Map.of(
          PENDING, Map.of(PAYMENT_AUTHORIZED, AUTHORIZED, TIME_RAN_OUT, EXPIRED),
          AUTHORIZED, Map.of(PAYMENT_CAPTURED, CONFIRMED, CAPTURE_REFUSED, CANCELLED),
          CONFIRMED, Map.of(),
          EXPIRED, Map.of(),
          CANCELLED, Map.of());

  /** What becomes of an order. */
  public sealed interface Step {
    /** It moves on. */
    record Moves(OrderState to) implements Step {}

    /** The change does not fit the order's state; it stays as it is. */
    record Refused(OrderState from, OrderChange change) implements Step {}
  }

  private OrderLifecycle() {}

  /** What {@code change} makes of an order in state {@code from}. */
  public static Step after(OrderState from, OrderChange change) {
    OrderState to = TABLE.getOrDefault(from, Map.of()).get(change);
    return to == null ? new Step.Refused(from, change) : new Step.Moves(to);
  }
}
