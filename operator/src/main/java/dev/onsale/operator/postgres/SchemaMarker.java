package dev.onsale.operator.postgres;

import dev.onsale.operator.identity.EventIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The one row of {@code onsale_marker}: whose data a schema holds. */
record SchemaMarker(
    String clusterId,
    String eventUid,
    String namespace,
    String name,
    String mapDigest,
    Instant firstOpening,
    int loginGeneration) {

  static SchemaMarker of(SchemaRequest request, int loginGeneration) {
    EventIdentity event = request.event();
    return new SchemaMarker(
        event.clusterId(),
        event.uid(),
        event.namespace(),
        event.name(),
        request.mapDigest(),
        request.firstOpening(),
        loginGeneration);
  }

  /** What {@code status.data.marker} repeats. */
  String text() {
    return clusterId + "/" + eventUid;
  }

  boolean sameEvent(EventIdentity event) {
    return samePlace(event) && eventUid.equals(event.uid());
  }

  /** Whether an earlier life of this event left the data. */
  boolean samePlace(EventIdentity event) {
    return clusterId.equals(event.clusterId())
        && namespace.equals(event.namespace())
        && name.equals(event.name());
  }

  static @Nullable SchemaMarker read(Connection connection, String schema) throws SQLException {
    if (!readable(connection, schema)) {
      return null;
    }
    // A schema of an earlier version has no such column.
    String query =
        """
        SELECT cluster_id, event_uid, namespace, name, map_digest, first_opening,
          coalesce((to_jsonb(m) ->> 'login_generation')::integer, 1)
        FROM %s.onsale_marker m
        """
            .formatted(schema);
    try (PreparedStatement select = connection.prepareStatement(query);
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      return new SchemaMarker(
          row.getString(1),
          row.getString(2),
          row.getString(3),
          row.getString(4),
          row.getString(5),
          row.getTimestamp(6).toInstant(),
          row.getInt(7));
    }
  }

  /** Asked of the catalogue: naming a table in somebody else's schema is an error. */
  private static boolean readable(Connection connection, String schema) throws SQLException {
    String query =
        """
        SELECT has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = 'onsale_marker'
        """;
    try (PreparedStatement exists = connection.prepareStatement(query)) {
      exists.setString(1, schema);
      try (ResultSet row = exists.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** Writes the row, or rewrites it. */
  void write(Connection connection, String schema) throws SQLException {
    String upsert =
        """
        INSERT INTO %s.onsale_marker
          (cluster_id, event_uid, namespace, name, map_digest, first_opening, login_generation)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (one) DO UPDATE SET event_uid = excluded.event_uid,
          map_digest = excluded.map_digest, first_opening = excluded.first_opening,
          login_generation = excluded.login_generation
        """
            .formatted(schema);
    SqlScript.execute(
        connection,
        "ALTER TABLE %s.onsale_marker ADD COLUMN IF NOT EXISTS login_generation integer NOT NULL DEFAULT 1"
            .formatted(schema));
    try (PreparedStatement statement = connection.prepareStatement(upsert)) {
      statement.setString(1, clusterId);
      statement.setString(2, eventUid);
      statement.setString(3, namespace);
      statement.setString(4, name);
      statement.setString(5, mapDigest);
      statement.setTimestamp(6, Timestamp.from(firstOpening));
      statement.setInt(7, loginGeneration);
      statement.executeUpdate();
    }
  }
}
