package dev.onsale.booking.orders;

import dev.onsale.booking.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads orders. */
public final class OrderRows {
  private static final String ORDERS =
      "SELECT id, buyer, hold, state, currency, total, created_at, expires_at FROM orders ";

  private final Database database;

  public OrderRows(Database database) {
    this.database = database;
  }

  /** The order, if there is one. */
  public Optional<Order> find(UUID id) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(ORDERS + "WHERE id = :id")
                .param("id", id)
                .query(OrderRows::order)
                .optional()
                .map(this::withSeats));
  }

  /**
   * The order, locked until the transaction ends. Everything that changes an order or its attempts
   * goes through this lock, which also orders the outbox records of one order.
   */
  public Optional<Order> lock(UUID id) {
    return database
        .sql()
        .sql(ORDERS + "WHERE id = :id FOR UPDATE")
        .param("id", id)
        .query(OrderRows::order)
        .optional()
        .map(this::withSeats);
  }

  /** The buyer's orders, latest first, at most 100. */
  public List<Order> ofBuyer(String buyer) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(ORDERS + "WHERE buyer = :buyer ORDER BY created_at DESC, id LIMIT 100")
                .param("buyer", buyer)
                .query(OrderRows::order)
                .list()
                .stream()
                .map(this::withSeats)
                .toList());
  }

  /** Orders that changed within the last {@code seconds}, at most {@code limit}, oldest first. */
  public List<Order> changedWithin(int seconds, int limit) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(
                    ORDERS
                        + "WHERE changed_at > now() - make_interval(secs => :seconds)"
                        + " ORDER BY changed_at LIMIT :limit")
                .param("seconds", seconds)
                .param("limit", limit)
                .query(OrderRows::order)
                .list()
                .stream()
                .map(this::withSeats)
                .toList());
  }

  /** Seats by the order that owns them, pending and sold. */
  public Map<UUID, Claims> claims() {
    record Claim(UUID order, int seat, boolean sold) {}
    Map<UUID, Claims> claims = new LinkedHashMap<>();
    database
        .ask(
            () ->
                database
                    .sql()
                    .sql(
                        "SELECT order_id, seat_index, sold FROM seat_claims"
                            + " ORDER BY order_id, seat_index")
                    .query(
                        (row, n) ->
                            new Claim(
                                row.getObject("order_id", UUID.class),
                                row.getInt("seat_index"),
                                row.getBoolean("sold")))
                    .list())
        .forEach(
            claim ->
                claims
                    .computeIfAbsent(
                        claim.order(), id -> new Claims(new ArrayList<>(), claim.sold()))
                    .seats()
                    .add(claim.seat()));
    return claims;
  }

  /**
   * @param seats indexes in the seat map
   * @param sold whether the order is paid
   */
  public record Claims(List<Integer> seats, boolean sold) {}

  private Order withSeats(Order order) {
    List<Order.Seat> seats =
        database
            .sql()
            .sql(
                "SELECT seat_index, label, tier, price FROM order_seats"
                    + " WHERE order_id = :id ORDER BY seat_index")
            .param("id", order.id())
            .query(
                (row, n) ->
                    new Order.Seat(
                        row.getInt("seat_index"),
                        row.getString("label"),
                        row.getString("tier"),
                        row.getLong("price")))
            .list();
    return new Order(
        order.id(),
        order.buyer(),
        order.hold(),
        order.state(),
        order.currency(),
        order.total(),
        order.createdAt(),
        order.expiresAt(),
        seats);
  }

  private static Order order(ResultSet row, int n) throws SQLException {
    return new Order(
        row.getObject("id", UUID.class),
        row.getString("buyer"),
        row.getString("hold"),
        OrderState.valueOf(row.getString("state")),
        row.getString("currency"),
        row.getLong("total"),
        instant(row, "created_at"),
        instant(row, "expires_at"),
        List.of());
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
