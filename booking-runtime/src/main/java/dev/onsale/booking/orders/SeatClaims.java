package dev.onsale.booking.orders;

import dev.onsale.booking.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who owns which seat, as PostgreSQL decided. */
final class SeatClaims {
  private static final String CLAIMS =
      "SELECT seat_index, order_id, sold, state = 'AUTHORIZED' AS authorized"
          + " FROM seat_claims JOIN orders ON orders.id = order_id ";

  private final Database database;

  SeatClaims(Database database) {
    this.database = database;
  }

  /**
   * An owner.
   *
   * @param authorized whether the seat is being sold; Redis may show it sold
   */
  record Claim(String order, boolean sold, boolean authorized) {}

  /**
   * Seats as PostgreSQL counts them.
   *
   * @param pending owned by orders that are not confirmed
   * @param authorized those of {@code pending} whose order is authorized
   */
  record Totals(int pending, int authorized, int sold) {}

  Totals totals() {
    return database.ask(
        () ->
            database
                .sql()
                .sql(
                    """
                    SELECT count(*) FILTER (WHERE NOT sold) AS pending,
                           count(*) FILTER (WHERE state = 'AUTHORIZED') AS authorized,
                           count(*) FILTER (WHERE sold) AS sold
                    FROM seat_claims JOIN orders ON orders.id = order_id
                    """)
                .query(
                    (row, n) ->
                        new Totals(
                            row.getInt("pending"), row.getInt("authorized"), row.getInt("sold")))
                .single());
  }

  /** Claims by seat, from one on up to another that is not among them. */
  Map<Integer, Claim> between(int from, int until) {
    return claims(
        database
            .sql()
            .sql(CLAIMS + "WHERE seat_index >= :from AND seat_index < :until")
            .param("from", from)
            .param("until", until));
  }

  /** Claims by seat, none of which ends before the transaction does. */
  Map<Integer, Claim> locked(Collection<Integer> seats) {
    return claims(
        database
            .sql()
            .sql(CLAIMS + "WHERE seat_index = ANY(:seats) FOR SHARE OF seat_claims")
            .param("seats", seats.toArray(Integer[]::new)));
  }

  private Map<Integer, Claim> claims(JdbcClient.StatementSpec statement) {
    return database.ask(
        () -> {
          Map<Integer, Claim> claims = new HashMap<>();
          statement.query((ResultSet row) -> add(row, claims));
          return claims;
        });
  }

  private static void add(ResultSet row, Map<Integer, Claim> claims) throws SQLException {
    claims.put(
        row.getInt("seat_index"),
        new Claim(row.getString("order_id"), row.getBoolean("sold"), row.getBoolean("authorized")));
  }
}
