package dev.onsale.booking.settlement;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.orders.NewOrder;
import dev.onsale.booking.orders.Order;
import dev.onsale.booking.orders.OrderPlacement;
import dev.onsale.booking.orders.OrderRows;
import dev.onsale.booking.orders.Placement;
import dev.onsale.booking.outbox.Outbox;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Orders as processes leave them that end between any two steps; nobody moved them for a minute.
 */
public final class LeftOpen {
  private static final long PRICE = 2_500;

  private final Database database;
  private final OrderPlacement placement;
  private final long epoch;

  /**
   * @param epoch of the seats
   */
  public LeftOpen(Database database, long epoch) {
    this.database = database;
    this.placement = new OrderPlacement(database, new OrderRows(database), new Outbox(database));
    this.epoch = epoch;
  }

  /** Nobody has paid it yet, and its time runs for an hour. */
  public UUID unpaid(int seat) {
    return place(seat);
  }

  /** An attempt was written down and the provider never heard of it. */
  public UUID neverAsked(int seat) {
    UUID order = place(seat);
    attempt(order, "OPEN");
    return order;
  }

  /** The provider set the money aside and nobody wrote it down. */
  public UUID authorizedUnheard(int seat) {
    UUID order = neverAsked(seat);
    provider(order, "AUTHORIZED");
    return order;
  }

  /** It was to be captured next. */
  public UUID authorized(int seat) {
    UUID order = place(seat);
    state(order, "AUTHORIZED");
    attempt(order, "AUTHORIZED");
    provider(order, "AUTHORIZED");
    return order;
  }

  /** The provider took the money and nobody wrote it down. */
  public UUID capturedUnheard(int seat) {
    UUID order = place(seat);
    state(order, "AUTHORIZED");
    attempt(order, "AUTHORIZED");
    provider(order, "CAPTURED");
    return order;
  }

  /** Its seats went back before the money came, which is to be returned. */
  public UUID owed(int seat) {
    UUID order = place(seat);
    state(order, "EXPIRED");
    update("DELETE FROM seat_claims WHERE order_id = :order", order);
    update("DELETE FROM buyer_slots WHERE order_id = :order", order);
    attempt(order, "OWED");
    provider(order, "CAPTURED");
    return order;
  }

  private UUID place(int seat) {
    UUID id = UUID.randomUUID();
    NewOrder order =
        new NewOrder(
            id,
            "buyer-" + id,
            "hold-" + id,
            "somebody@example.com",
            false,
            "EUR",
            List.of(new Order.Seat(seat, "A-1-" + (seat + 1), "standard", PRICE)),
            epoch,
            Duration.ofHours(1),
            4);
    Placement placed =
        placement.place(
            order, "key-" + id, "hash", System.nanoTime() + Duration.ofSeconds(10).toNanos());
    return ((Placement.Placed) placed).order().id();
  }

  private void state(UUID order, String state) {
    update("UPDATE orders SET state = '" + state + "' WHERE id = :order", order);
  }

  private void attempt(UUID order, String state) {
    update(
        """
        INSERT INTO payment_attempts (order_id, number, provider, method, amount, currency, state,
                                      idempotency_key, body_hash, changed_at)
        VALUES (:order, 1, 'Sandbox', 'pm_ok', %d, 'EUR', '%s', 'k', 'h', now() - interval '1 minute')
        """
            .formatted(PRICE, state),
        order);
  }

  private void provider(UUID order, String state) {
    update(
        """
        INSERT INTO sandbox_payments (key, method, amount, currency, state)
        VALUES (:order || ':1', 'pm_ok', %d, 'EUR', '%s')
        """
            .formatted(PRICE, state),
        order);
  }

  private void update(String statement, UUID order) {
    database.sql().sql(statement).param("order", order).update();
  }
}
