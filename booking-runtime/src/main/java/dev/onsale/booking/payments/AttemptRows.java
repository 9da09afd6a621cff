package dev.onsale.booking.payments;

import dev.onsale.booking.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads and writes payment attempts; writes join the transaction that locked the order. */
final class AttemptRows {
  private static final String ATTEMPTS =
      "SELECT order_id, number, method, amount, currency, state, idempotency_key, body_hash,"
          + " extract(epoch FROM clock_timestamp() - opened_at) AS age FROM payment_attempts ";

  private final Database database;

  AttemptRows(Database database) {
    this.database = database;
  }

  Optional<Attempt> withKey(UUID order, String idempotencyKey) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(ATTEMPTS + "WHERE order_id = :order AND idempotency_key = :key")
                .param("order", order)
                .param("key", idempotencyKey)
                .query(AttemptRows::attempt)
                .optional());
  }

  Optional<Attempt> undecided(UUID order) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(ATTEMPTS + "WHERE order_id = :order AND state IN ('OPEN', 'AUTHORIZED')")
                .param("order", order)
                .query(AttemptRows::attempt)
                .optional());
  }

  /** Attempts that nobody moved for {@code idle}, longest first. */
  List<Attempt> stuck(Duration idle, int limit) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(
                    ATTEMPTS
                        + "WHERE state IN ('OPEN', 'AUTHORIZED', 'OWED')"
                        + " AND changed_at < now() - make_interval(secs => :idle)"
                        + " ORDER BY changed_at LIMIT :limit")
                .param("idle", idle.toMillis() / 1000.0)
                .param("limit", limit)
                .query(AttemptRows::attempt)
                .list());
  }

  Optional<Attempt> numbered(UUID order, int number) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(ATTEMPTS + "WHERE order_id = :order AND number = :number")
                .param("order", order)
                .param("number", number)
                .query(AttemptRows::attempt)
                .optional());
  }

  /** The attempt as it is now; the order must be locked. */
  Attempt current(Attempt attempt) {
    return numbered(attempt.orderId(), attempt.number()).orElseThrow();
  }

  Attempt insert(
      UUID order,
      String provider,
      String method,
      long amount,
      String currency,
      String idempotencyKey,
      String bodyHash) {
    int number =
        database
            .sql()
            .sql(
                """
                INSERT INTO payment_attempts (order_id, number, provider, method, amount, currency,
                                              state, idempotency_key, body_hash)
                SELECT :order, coalesce(max(number), 0) + 1, :provider, :method, :amount, :currency,
                       'OPEN', :key, :hash
                FROM payment_attempts WHERE order_id = :order
                RETURNING number
                """)
            .param("order", order)
            .param("provider", provider)
            .param("method", method)
            .param("amount", amount)
            .param("currency", currency)
            .param("key", idempotencyKey)
            .param("hash", bodyHash)
            .query(Integer.class)
            .single();
    return new Attempt(
        order,
        number,
        method,
        amount,
        currency,
        AttemptState.OPEN,
        idempotencyKey,
        bodyHash,
        Duration.ZERO);
  }

  void move(Attempt attempt, AttemptState to) {
    database
        .sql()
        .sql(
            "UPDATE payment_attempts SET state = :state, changed_at = now()"
                + " WHERE order_id = :order AND number = :number")
        .param("state", to.name())
        .param("order", attempt.orderId())
        .param("number", attempt.number())
        .update();
  }

  private static Attempt attempt(ResultSet row, int n) throws SQLException {
    return new Attempt(
        row.getObject("order_id", UUID.class),
        row.getInt("number"),
        row.getString("method"),
        row.getLong("amount"),
        row.getString("currency"),
        AttemptState.valueOf(row.getString("state")),
        row.getString("idempotency_key"),
        row.getString("body_hash"),
        Duration.ofMillis((long) (row.getDouble("age") * 1000)));
  }
}
