package dev.onsale.testbed.audit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an event's books as they stand in PostgreSQL, in one snapshot. */
public final class BooksReader {
  private BooksReader() {}

  /**
   * @param connection of a role that may read the schema; left in read-only, repeatable-read mode
   * @param schema the event's schema, as {@code status.data.schema} names it
   */
  public static Books read(Connection connection, String schema) throws SQLException {
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(30);
      statement.execute("SET search_path TO " + statement.enquoteIdentifier(schema, true));
      Books books =
          new Books(
              list(
                  statement,
                  "SELECT id, state, total FROM orders",
                  row -> new Books.Order(row.getString(1), row.getString(2), row.getLong(3))),
              list(
                  statement,
                  "SELECT order_id, seat_index, label FROM order_seats",
                  row -> new Books.SeatOfOrder(row.getString(1), row.getInt(2), row.getString(3))),
              list(
                  statement,
                  "SELECT seat_index, order_id, sold FROM seat_claims",
                  row -> new Books.SeatClaim(row.getInt(1), row.getString(2), row.getBoolean(3))),
              list(
                  statement,
                  "SELECT id, order_id, seat_index FROM tickets",
                  row -> new Books.Ticket(row.getString(1), row.getString(2), row.getInt(3))),
              list(
                  statement,
                  "SELECT key, split_part(key, ':', 1), amount, state FROM sandbox_payments",
                  row ->
                      new Books.ProviderPayment(
                          row.getString(1), row.getString(2), row.getLong(3), row.getString(4))),
              peak(statement));
      connection.rollback();
      return books;
    }
  }

  private static @Nullable Integer peak(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT max(sessions_peak) FROM runtime_status")) {
      row.next();
      int peak = row.getInt(1);
      return row.wasNull() ? null : peak;
    }
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> list(Statement statement, String query, RowReader<T> reader)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        rows.add(reader.read(result));
      }
    }
    return rows;
  }
}
