package dev.onsale.booking.tickets;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.orders.Order;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tickets, one per seat. */
public final class Tickets {
  private static final String TICKETS =
      "SELECT tickets.id, order_id, seat_index, label, issued_at"
          + " FROM tickets JOIN order_seats USING (order_id, seat_index) ";

  private final Database database;

  public Tickets(Database database) {
    this.database = database;
  }

  /** Issues the order's tickets, in the transaction that records its capture. */
  public List<UUID> issue(Order order) {
    List<UUID> ids = order.seats().stream().map(seat -> UUID.randomUUID()).toList();
    database
        .sql()
        .sql(
            """
            INSERT INTO tickets (id, order_id, seat_index)
            SELECT ticket, :order, seat FROM unnest(:ids::uuid[], :seats::int[])
              AS issued (ticket, seat)
            """)
        .param("order", order.id())
        .param("ids", ids.toArray(UUID[]::new))
        .param("seats", order.seats().stream().map(Order.Seat::index).toArray(Integer[]::new))
        .update();
    return ids;
  }

  /** The order's tickets by seat; none before it is confirmed. */
  public List<Ticket> of(UUID order) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(TICKETS + "WHERE order_id = :order ORDER BY seat_index")
                .param("order", order)
                .query(Tickets::ticket)
                .list());
  }

  /** The ticket, if there is one. */
  public Optional<Ticket> find(UUID id) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(TICKETS + "WHERE tickets.id = :id")
                .param("id", id)
                .query(Tickets::ticket)
                .optional());
  }

  private static Ticket ticket(ResultSet row, int n) throws SQLException {
    return new Ticket(
        row.getObject("id", UUID.class),
        row.getObject("order_id", UUID.class),
        row.getInt("seat_index"),
        row.getString("label"),
        row.getObject("issued_at", OffsetDateTime.class).toInstant());
  }
}
