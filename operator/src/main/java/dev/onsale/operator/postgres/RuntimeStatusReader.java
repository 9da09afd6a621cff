package dev.onsale.operator.postgres;

import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.stores.StoreFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an event's {@code runtime_status} through the platform's bounded pool. */
public final class RuntimeStatusReader {

  private static final String UNDEFINED_TABLE = "42P01";

  private final PostgresConnections connections;

  public RuntimeStatusReader(PostgresConnections connections) {
    this.connections = connections;
  }

  /**
   * Rows younger than two minutes by PostgreSQL's clock; none before the first migration.
   *
   * @throws StoreFailure if the database does not answer or refuses
   */
  public RuntimeStatus read(PostgresAccount admin, EventIdentity event) {
    return connections.with(admin, connection -> read(connection, event.storeKey()));
  }

  /** Columns that only newer runtimes write are looked for in the row, not named. */
  private static RuntimeStatus read(Connection connection, String schema) throws SQLException {
    String query =
        """
        SELECT process, config_generation, leader, phase, capacity, free, held, sold, blocked,
          inventory_consistent, detail,
          coalesce((to_jsonb(s) ->> 'clock_ahead_ms')::bigint, 0) AS clock_ahead_ms,
          coalesce((to_jsonb(s) ->> 'outbox_unsent')::bigint, 0) AS outbox_unsent,
          coalesce((to_jsonb(s) ->> 'key_generation')::bigint, 0) AS key_generation,
          to_jsonb(s) ->> 'draw_commitment' AS draw_commitment,
          to_jsonb(s) ->> 'draw_seed' AS draw_seed
        FROM %s.runtime_status s WHERE updated_at > now() - interval '2 minutes'
        ORDER BY leader DESC, updated_at DESC LIMIT 200
        """
            .formatted(schema);
    try (PreparedStatement select = connection.prepareStatement(query);
        ResultSet row = select.executeQuery()) {
      List<RuntimeStatus.Process> processes = new ArrayList<>();
      while (row.next()) {
        processes.add(process(row));
      }
      return new RuntimeStatus(processes);
    } catch (SQLException e) {
      if (UNDEFINED_TABLE.equals(e.getSQLState())) {
        return RuntimeStatus.NONE;
      }
      throw e;
    }
  }

  private static RuntimeStatus.@Nullable Draw draw(ResultSet row) throws SQLException {
    String commitment = row.getString("draw_commitment");
    return commitment == null
        ? null
        : new RuntimeStatus.Draw(commitment, row.getString("draw_seed"));
  }

  private static RuntimeStatus.Process process(ResultSet row) throws SQLException {
    return new RuntimeStatus.Process(
        row.getString("process"),
        row.getLong("config_generation"),
        row.getLong("key_generation"),
        row.getBoolean("leader"),
        row.getString("phase"),
        row.getInt("capacity"),
        row.getInt("free"),
        row.getInt("held"),
        row.getInt("sold"),
        row.getInt("blocked"),
        row.getBoolean("inventory_consistent"),
        row.getString("detail"),
        Duration.ofMillis(row.getLong("clock_ahead_ms")),
        row.getLong("outbox_unsent"),
        draw(row));
  }
}
