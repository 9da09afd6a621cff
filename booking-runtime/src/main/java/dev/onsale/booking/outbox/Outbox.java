package dev.onsale.booking.outbox;

import dev.onsale.booking.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events waiting for Kafka. Written in the transaction of the change they tell of, so there is
 * neither a change without its event nor an event without its change.
 */
public final class Outbox {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;

  public Outbox(Database database) {
    this.database = database;
  }

  /**
   * A row of the outbox.
   *
   * @param id ascending within an order
   * @param eventId CloudEvents id: a consumer that saw it may drop a repetition
   * @param data JSON object as text
   */
  public record Waiting(
      long id, UUID eventId, String topic, String key, String type, String data, Instant at) {}

  /** Appends to the transaction of this thread. The caller holds the order's lock. */
  public void append(SaleEvent event) {
    database
        .sql()
        .sql(
            "INSERT INTO outbox (event_id, topic, key, type, data)"
                + " VALUES (:eventId, :topic, :key, :type, :data::jsonb)")
        .param("eventId", UUID.randomUUID())
        .param("topic", event.topic())
        .param("key", event.orderId().toString())
        .param("type", event.type())
        .param("data", JSON.writeValueAsString(event.data()))
        .update();
  }

  /** Unsent rows by id. */
  public List<Waiting> waiting(int limit) {
    return database
        .sql()
        .sql(
            "SELECT id, event_id, topic, key, type, data::text AS data, at FROM outbox"
                + " WHERE sent_at IS NULL ORDER BY id LIMIT :limit")
        .param("limit", limit)
        .query(
            (row, n) ->
                new Waiting(
                    row.getLong("id"),
                    row.getObject("event_id", UUID.class),
                    row.getString("topic"),
                    row.getString("key"),
                    row.getString("type"),
                    row.getString("data"),
                    row.getObject("at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /** Kafka acknowledged these rows. */
  public void sent(Collection<Long> ids) {
    if (!ids.isEmpty()) {
      database
          .sql()
          .sql("UPDATE outbox SET sent_at = now() WHERE id = ANY (:ids) AND sent_at IS NULL")
          .param("ids", ids.toArray(Long[]::new))
          .update();
    }
  }

  /**
   * How far Kafka is behind.
   *
   * @param rows waiting
   * @param oldest age of the oldest, zero when none waits
   */
  public record Lag(long rows, Duration oldest) {}

  /** Rows waiting and the age of the oldest. */
  public Lag lag() {
    return database
        .sql()
        .sql(
            "SELECT count(*) AS waiting, coalesce(extract(epoch FROM now() - min(at)), 0) AS age"
                + " FROM outbox WHERE sent_at IS NULL")
        .query(
            (row, n) ->
                new Lag(
                    row.getLong("waiting"),
                    Duration.ofMillis((long) (row.getDouble("age") * 1000))))
        .single();
  }

  /** Removes rows acknowledged longer than {@code age} ago, at most 1,000 a call. */
  public int forget(Duration age) {
    return database
        .sql()
        .sql(
            "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox"
                + " WHERE sent_at < now() - make_interval(secs => :seconds) LIMIT 1000)")
        .param("seconds", age.toSeconds())
        .update();
  }
}
