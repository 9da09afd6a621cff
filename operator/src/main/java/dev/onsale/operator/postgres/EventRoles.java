package dev.onsale.operator.postgres;

import dev.onsale.operator.identity.EventIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PasswordUtil;

/**
 * The roles of an event. The operator is a CREATEROLE non-superuser: it administers only roles that
 * it created.
 */
final class EventRoles {

  /**
   * Since 16 the creator of a role is its administrator, but neither inherits it nor may set it.
   */
  private static final int MEMBERSHIP_OPTIONS_SINCE = 16;

  private EventRoles() {}

  private record Found(boolean login, int connectionLimit, boolean searchPath) {}

  /**
   * Creates the role, or repairs its login flag, limit and search path.
   *
   * @return whether anything was changed
   */
  static boolean ensure(
      Connection connection, String role, String schema, String password, int connectionLimit)
      throws SQLException {
    Found found = find(connection, role, schema);
    if (found == null) {
      SqlScript.execute(
          connection,
          "CREATE ROLE %s LOGIN CONNECTION LIMIT %d PASSWORD %s"
              .formatted(role, connectionLimit, verifier(password)));
      join(connection, role);
      setSearchPath(connection, role, schema);
      return true;
    }
    boolean changed = false;
    if (!found.login()) {
      // A retained event comes back: its logins were locked when it was deleted.
      SqlScript.execute(
          connection, "ALTER ROLE %s LOGIN PASSWORD %s".formatted(role, verifier(password)));
      changed = true;
    }
    if (found.connectionLimit() != connectionLimit) {
      SqlScript.execute(
          connection, "ALTER ROLE %s CONNECTION LIMIT %d".formatted(role, connectionLimit));
      changed = true;
    }
    if (!found.searchPath()) {
      setSearchPath(connection, role, schema);
      changed = true;
    }
    return changed;
  }

  static void resetPassword(Connection connection, String role, String password)
      throws SQLException {
    SqlScript.execute(connection, "ALTER ROLE %s PASSWORD %s".formatted(role, verifier(password)));
  }

  /** No new logins, and open sessions end. */
  static void lock(Connection connection, EventIdentity event) throws SQLException {
    for (String role : new String[] {event.loginRole(), event.ownerRole()}) {
      if (exists(connection, role)) {
        SqlScript.execute(connection, "ALTER ROLE %s NOLOGIN".formatted(role));
        SqlScript.execute(
            connection,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = "
                + SqlScript.literal(role));
      }
    }
  }

  /** Drops the roles and what they still own in this database. */
  static void drop(Connection connection, EventIdentity event) throws SQLException {
    for (String role : new String[] {event.loginRole(), event.ownerRole()}) {
      if (exists(connection, role)) {
        SqlScript.execute(connection, "DROP OWNED BY %s CASCADE".formatted(role));
        SqlScript.execute(connection, "DROP ROLE %s".formatted(role));
      }
    }
  }

  static boolean exists(Connection connection, String role) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT 1 FROM pg_roles WHERE rolname = ?")) {
      select.setString(1, role);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static @Nullable Found find(Connection connection, String role, String schema)
      throws SQLException {
    String query =
        """
        SELECT rolcanlogin, rolconnlimit, coalesce(?::text = ANY (rolconfig), false)
        FROM pg_roles WHERE rolname = ?
        """;
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, "search_path=" + schema);
      select.setString(2, role);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? new Found(row.getBoolean(1), row.getInt(2), row.getBoolean(3)) : null;
      }
    }
  }

  private static void setSearchPath(Connection connection, String role, String schema)
      throws SQLException {
    SqlScript.execute(connection, "ALTER ROLE %s SET search_path TO %s".formatted(role, schema));
  }

  private static void join(Connection connection, String role) throws SQLException {
    boolean options =
        connection.getMetaData().getDatabaseMajorVersion() >= MEMBERSHIP_OPTIONS_SINCE;
    SqlScript.execute(
        connection,
        "GRANT %s TO CURRENT_USER%s"
            .formatted(role, options ? " WITH INHERIT TRUE, SET TRUE" : ""));
  }

  /** A SCRAM verifier, so that no password stands in a statement log. */
  private static String verifier(String password) throws SQLException {
    return SqlScript.literal(
        PasswordUtil.encodePassword("", password.toCharArray(), "scram-sha-256"));
  }
}
