package dev.onsale.operator.postgres;

import dev.onsale.operator.identity.EventIdentity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PasswordUtil;

/**
 * The roles of an event. The operator is a CREATEROLE non-superuser: it administers only roles that
 * it created, and cannot take back what a superuser gave them; that is reported.
 */
final class EventRoles {

  /**
   * Since 16 the creator of a role is its administrator, but neither inherits it nor may set it.
   */
  private static final int MEMBERSHIP_OPTIONS_SINCE = 16;

  /** Whether a role may log in. */
  enum Access {
    /** With the password given. */
    Open,
    /** Not at all; sessions that are open end. */
    Refused,
    /** As it is: a rotation is under way. */
    AsItIs
  }

  /**
   * @param password null for a role that is not to be opened
   */
  record Wanted(
      String role, String schema, Access access, @Nullable String password, int connectionLimit) {}

  private final Connection connection;
  private final List<String> beyondRepair = new ArrayList<>();
  private boolean changed;

  EventRoles(Connection connection) {
    this.connection = connection;
  }

  /** Whether anything was created or repaired. */
  boolean changed() {
    return changed;
  }

  /** What differs and is not the operator's to change, for people. */
  List<String> beyondRepair() {
    return List.copyOf(beyondRepair);
  }

  /** Creates the role, or repairs what differs. */
  void ensure(Wanted wanted) throws SQLException {
    String role = wanted.role();
    RoleFacts found = RoleFacts.find(connection, role, wanted.schema());
    if (found == null) {
      create(wanted);
      return;
    }
    if (wanted.access() == Access.Open && !found.login()) {
      // Its turn in a rotation, or a retained event comes back: deletion locked its logins.
      change(
          "ALTER ROLE %s LOGIN PASSWORD %s"
              .formatted(role, verifier(String.valueOf(wanted.password()))));
    }
    if (wanted.access() == Access.Refused && found.login()) {
      refuse(connection, role);
      changed = true;
    }
    if (found.connectionLimit() != wanted.connectionLimit()) {
      change("ALTER ROLE %s CONNECTION LIMIT %d".formatted(role, wanted.connectionLimit()));
    }
    if (!found.searchPath()) {
      change("ALTER ROLE %s SET search_path TO %s".formatted(role, wanted.schema()));
    }
    if (!found.unlimited()) {
      change("ALTER ROLE %s VALID UNTIL 'infinity'".formatted(role));
    }
    takeBack(wanted, found);
  }

  private void create(Wanted wanted) throws SQLException {
    String password = wanted.password();
    boolean open = wanted.access() == Access.Open && password != null;
    change(
        "CREATE ROLE %s %s CONNECTION LIMIT %d"
            .formatted(
                wanted.role(),
                open ? "LOGIN PASSWORD " + verifier(String.valueOf(password)) : "NOLOGIN",
                wanted.connectionLimit()));
    join(connection, wanted.role());
    change("ALTER ROLE %s SET search_path TO %s".formatted(wanted.role(), wanted.schema()));
  }

  private void takeBack(Wanted wanted, RoleFacts found) throws SQLException {
    String role = wanted.role();
    for (String attribute : found.takeAway()) {
      attempt("ALTER ROLE %s %s".formatted(role, attribute));
    }
    for (String other : found.memberOf()) {
      attempt("REVOKE %s FROM %s".formatted(SqlScript.identifier(other), role));
    }
    for (String other : found.members()) {
      attempt("REVOKE %s FROM %s".formatted(role, SqlScript.identifier(other)));
    }
    if (found.takeAway().isEmpty() && found.memberOf().isEmpty() && found.members().isEmpty()) {
      return;
    }
    // A REVOKE of what somebody else granted is only a warning, so look again.
    RoleFacts now = RoleFacts.find(connection, role, wanted.schema());
    if (now == null) {
      return;
    }
    now.takeAway()
        .forEach(attribute -> beyondRepair.add("ALTER ROLE %s %s".formatted(role, attribute)));
    now.memberOf()
        .forEach(
            other ->
                beyondRepair.add(
                    "REVOKE %s FROM %s, which must not be a member of it".formatted(other, role)));
    now.members()
        .forEach(
            other ->
                beyondRepair.add(
                    "REVOKE %s FROM %s, which must not be a member of it".formatted(role, other)));
  }

  private void change(String sql) throws SQLException {
    SqlScript.execute(connection, sql);
    changed = true;
  }

  /** Goes on where the operator may not: what is left is found by looking again. */
  private void attempt(String sql) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      SqlScript.execute(connection, sql);
      connection.releaseSavepoint(before);
    } catch (SQLException e) {
      if (!SqlFailures.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        throw e;
      }
      connection.rollback(before);
    }
  }

  static void resetPassword(Connection connection, String role, String password)
      throws SQLException {
    SqlScript.execute(connection, "ALTER ROLE %s PASSWORD %s".formatted(role, verifier(password)));
  }

  /** No new logins of the role, and open sessions end. */
  static void refuse(Connection connection, String role) throws SQLException {
    if (exists(connection, role)) {
      SqlScript.execute(connection, "ALTER ROLE %s NOLOGIN".formatted(role));
      SqlScript.execute(
          connection,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = "
              + SqlScript.literal(role));
    }
  }

  /** As {@link #refuse}, of all roles of the event. */
  static void lock(Connection connection, EventIdentity event) throws SQLException {
    for (String role : all(event)) {
      refuse(connection, role);
    }
  }

  /** Drops the roles and what they still own in this database. */
  static void drop(Connection connection, EventIdentity event) throws SQLException {
    for (String role : all(event)) {
      if (exists(connection, role)) {
        SqlScript.execute(connection, "DROP OWNED BY %s CASCADE".formatted(role));
        SqlScript.execute(connection, "DROP ROLE %s".formatted(role));
      }
    }
  }

  private static List<String> all(EventIdentity event) {
    List<String> roles = new ArrayList<>(event.loginRoles());
    roles.add(event.ownerRole());
    return roles;
  }

  private static boolean exists(Connection connection, String role) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT 1 FROM pg_roles WHERE rolname = ?")) {
      select.setString(1, role);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
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
