package dev.onsale.booking.orders;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.outbox.Outbox;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.dao.QueryTimeoutException;

/**
 * Writes orders. Who owns a seat is decided here and nowhere else: by the unique rows of {@code
 * seat_claims}, in the transaction that inserts the order.
 */
public final class OrderPlacement {
  private static final String ROUTE = "orders";

  private final Database database;
  private final OrderRows orders;
  private final Outbox outbox;

  public OrderPlacement(Database database, OrderRows orders, Outbox outbox) {
    this.database = database;
    this.orders = orders;
    this.outbox = outbox;
  }

  /**
   * An earlier use of an idempotency key.
   *
   * @param bodyHash of the request it came with
   */
  public record Earlier(UUID orderId, String bodyHash) {}

  /** The order an earlier request with this key made. */
  public Optional<Earlier> earlier(String buyer, String key) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(
                    "SELECT order_id, body_hash FROM idempotency_keys"
                        + " WHERE buyer = :buyer AND route = :route AND key = :key")
                .param("buyer", buyer)
                .param("route", ROUTE)
                .param("key", key)
                .query((row, n) -> new Earlier(row.getObject(1, UUID.class), row.getString(2)))
                .optional());
  }

  /**
   * Writes the order, its claims, the buyer's slots, the contact, the key and the event, or
   * nothing. Repeating it for the same order id and buyer yields the order as it is by now.
   *
   * @param deadline on {@link System#nanoTime}: later nothing is committed, since the seats may
   *     have been given to others
   */
  public Placement place(NewOrder order, String key, String bodyHash, long deadline) {
    return database.transaction(
        transaction -> {
          Placement placement = write(order, key, bodyHash);
          if (!(placement instanceof Placement.Placed)) {
            transaction.setRollbackOnly();
          } else if (System.nanoTime() > deadline) {
            throw new QueryTimeoutException("the order was not written in time");
          }
          return placement;
        });
  }

  private Placement write(NewOrder order, String key, String bodyHash) {
    long inForce = epochSharedWithRebuild();
    if (inForce != order.epoch()) {
      return new Placement.StaleEpoch(inForce);
    }
    if (!insertOrder(order)) {
      Order existing = orders.find(order.id()).orElseThrow();
      return remember(order, key, bodyHash)
          ? new Placement.Placed(existing)
          : new Placement.KeyReused();
    }
    List<String> lost = claimSeats(order);
    if (!lost.isEmpty()) {
      return new Placement.SeatsLost(lost);
    }
    int slots = takeSlots(order);
    if (slots < order.seats().size()) {
      return new Placement.OverCap(order.cap(), order.cap() - slots);
    }
    database
        .sql()
        .sql("INSERT INTO buyer_contacts (order_id, email) VALUES (:id, :email)")
        .param("id", order.id())
        .param("email", order.email())
        .update();
    if (!remember(order, key, bodyHash)) {
      return new Placement.KeyReused();
    }
    Order written = orders.find(order.id()).orElseThrow();
    outbox.append(OrderEvents.created(written));
    return new Placement.Placed(written);
  }

  /** Waits while a rebuild replaces the epoch; keeps it from being replaced until we commit. */
  private long epochSharedWithRebuild() {
    return database.sql().sql("SELECT n FROM epoch FOR SHARE").query(Long.class).single();
  }

  private boolean insertOrder(NewOrder order) {
    int inserted =
        database
            .sql()
            .sql(
                """
                INSERT INTO orders (id, buyer, hold, state, currency, total, accept_equivalent,
                                    expires_at)
                VALUES (:id, :buyer, :hold, 'PENDING', :currency, :total, :equivalent,
                        now() + make_interval(secs => :seconds))
                ON CONFLICT DO NOTHING
                """)
            .param("id", order.id())
            .param("buyer", order.buyer())
            .param("hold", order.hold())
            .param("currency", order.currency())
            .param("total", order.total())
            .param("equivalent", order.acceptEquivalentSeats())
            .param("seconds", order.timeToPay().toSeconds())
            .update();
    if (inserted == 0) {
      return false;
    }
    database
        .sql()
        .sql(
            """
            INSERT INTO order_seats (order_id, seat_index, label, tier, price)
            SELECT :id, * FROM unnest(:indexes::int[], :labels::text[], :tiers::text[],
                                      :prices::bigint[])
            """)
        .param("id", order.id())
        .param("indexes", order.seats().stream().map(Order.Seat::index).toArray(Integer[]::new))
        .param("labels", order.seats().stream().map(Order.Seat::label).toArray(String[]::new))
        .param("tiers", order.seats().stream().map(Order.Seat::tier).toArray(String[]::new))
        .param("prices", order.seats().stream().map(Order.Seat::price).toArray(Long[]::new))
        .update();
    return true;
  }

  /** Claims in index order, so that two orders over the same seats never wait for each other. */
  private List<String> claimSeats(NewOrder order) {
    Set<Integer> won =
        new HashSet<>(
            database
                .sql()
                .sql(
                    """
                    INSERT INTO seat_claims (seat_index, order_id)
                    SELECT seat_index, order_id FROM order_seats
                    WHERE order_id = :id ORDER BY seat_index
                    ON CONFLICT (seat_index) DO NOTHING
                    RETURNING seat_index
                    """)
                .param("id", order.id())
                .query(Integer.class)
                .list());
    return order.seats().stream()
        .filter(seat -> !won.contains(seat.index()))
        .map(Order.Seat::label)
        .toList();
  }

  /** Takes one slot per seat; a slot lost to a concurrent order of the buyer is tried elsewhere. */
  private int takeSlots(NewOrder order) {
    int needed = order.seats().size();
    int taken = 0;
    for (int round = 0; round <= order.cap() && taken < needed; round++) {
      taken +=
          database
              .sql()
              .sql(
                  """
                  INSERT INTO buyer_slots (buyer, slot, order_id)
                  SELECT :buyer, unused.slot, :id FROM generate_series(1, :cap) AS unused (slot)
                  WHERE NOT EXISTS (SELECT 1 FROM buyer_slots AS taken
                                    WHERE taken.buyer = :buyer AND taken.slot = unused.slot)
                  ORDER BY unused.slot LIMIT :needed
                  ON CONFLICT DO NOTHING
                  """)
              .param("buyer", order.buyer())
              .param("id", order.id())
              .param("cap", order.cap())
              .param("needed", needed - taken)
              .update();
    }
    return taken;
  }

  private boolean remember(NewOrder order, String key, String bodyHash) {
    int inserted =
        database
            .sql()
            .sql(
                """
                INSERT INTO idempotency_keys (buyer, route, key, body_hash, order_id)
                VALUES (:buyer, :route, :key, :hash, :order) ON CONFLICT DO NOTHING
                """)
            .param("buyer", order.buyer())
            .param("route", ROUTE)
            .param("key", key)
            .param("hash", bodyHash)
            .param("order", order.id())
            .update();
    return inserted == 1
        || earlier(order.buyer(), key)
            .filter(use -> use.orderId().equals(order.id()) && use.bodyHash().equals(bodyHash))
            .isPresent();
  }
}
