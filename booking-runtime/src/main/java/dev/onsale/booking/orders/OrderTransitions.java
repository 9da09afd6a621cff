package dev.onsale.booking.orders;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.outbox.Outbox;
import java.util.Optional;

/**
 * Moves a locked order along {@link OrderLifecycle}, with what the move means for seats and slots.
 * Every call joins the transaction in which the order was locked.
 */
public final class OrderTransitions {
  private final Database database;
  private final Outbox outbox;

  public OrderTransitions(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  /**
   * Applies a change, unless the order's state refuses it. The event is written too, save for
   * CONFIRMED, whose event names the tickets and is written by whoever issues them.
   *
   * @param locked as read under its lock
   * @return the order in its new state
   */
  public Optional<Order> apply(Order locked, OrderChange change) {
    return switch (OrderLifecycle.after(locked.state(), change)) {
      case OrderLifecycle.Step.Refused refused -> Optional.empty();
      case OrderLifecycle.Step.Moves moves -> Optional.of(move(locked.in(moves.to())));
    };
  }

  /** Whether the order still owns every one of its seats. */
  public boolean ownsItsSeats(Order order) {
    long owned =
        database
            .sql()
            .sql("SELECT count(*) FROM seat_claims WHERE order_id = :id")
            .param("id", order.id())
            .query(Long.class)
            .single();
    return owned == order.seats().size();
  }

  private Order move(Order moved) {
    update(
        moved,
        "UPDATE orders SET state = '%s', changed_at = now() WHERE id = :id"
            .formatted(moved.state().name()));
    if (moved.state() == OrderState.CONFIRMED) {
      update(moved, "UPDATE seat_claims SET sold = true WHERE order_id = :id");
      return moved;
    }
    if (moved.state().gaveSeatsBack()) {
      update(moved, "DELETE FROM seat_claims WHERE order_id = :id");
      update(moved, "DELETE FROM buyer_slots WHERE order_id = :id");
    }
    outbox.append(OrderEvents.moved(moved));
    return moved;
  }

  private void update(Order order, String statement) {
    database.sql().sql(statement).param("id", order.id()).update();
  }
}
