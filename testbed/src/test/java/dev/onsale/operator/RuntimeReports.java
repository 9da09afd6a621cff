package dev.onsale.operator;

import dev.onsale.api.v1alpha1.TicketEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** What a runtime would write: the table as the owner migrates it, rows as the login. */
final class RuntimeReports {

  private RuntimeReports() {}

  /** The leader's row, with these figures instead of an untouched house of nine. */
  static void leader(World world, TicketEvent event, String figures) throws SQLException {
    try (Connection owner = world.connect(event, true);
        Statement statement = owner.createStatement()) {
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS runtime_status (
            process text PRIMARY KEY, updated_at timestamptz NOT NULL, config_generation bigint NOT NULL,
            leader boolean NOT NULL, phase text NOT NULL, capacity integer NOT NULL, free integer NOT NULL,
            held integer NOT NULL, sold integer NOT NULL, blocked integer NOT NULL,
            inventory_consistent boolean NOT NULL, waiting bigint NOT NULL, sessions integer NOT NULL,
            sessions_peak integer NOT NULL, orders_confirmed bigint NOT NULL, detail text NOT NULL DEFAULT '',
            clock_ahead_ms bigint NOT NULL DEFAULT 0, outbox_unsent bigint NOT NULL DEFAULT 0,
            key_generation bigint NOT NULL DEFAULT 0, draw_commitment text, draw_seed text)
          """);
    }
    try (Connection login = world.connect(event, false);
        Statement statement = login.createStatement()) {
      statement.execute(
          """
          INSERT INTO runtime_status VALUES
            ('pod-1', now(), 1, true, 'OnSale', 10, 9, 0, 0, 1, true, 0, 0, 0, 0, '', 0, 0, 1)
          ON CONFLICT (process) DO UPDATE SET updated_at = now()
          """);
      statement.execute("UPDATE runtime_status SET " + figures);
    }
  }
}
