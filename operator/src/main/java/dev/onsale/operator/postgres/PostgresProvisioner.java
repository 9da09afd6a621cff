package dev.onsale.operator.postgres;

import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.postgres.SchemaOutcome.Foreign;
import dev.onsale.operator.postgres.SchemaOutcome.MapFixed;
import dev.onsale.operator.postgres.SchemaOutcome.Missing;
import dev.onsale.operator.postgres.SchemaOutcome.Provisioned;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.operator.stores.StoreFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives an event its schema, roles and grants, once, and repairs what drifts. A schema is created
 * only for an event that never had one; data that is gone or somebody else's is never replaced by
 * an empty schema.
 */
public final class PostgresProvisioner {

  /** Migrations run one at a time, under a lock, in each new pod's init container. */
  private static final int OWNER_CONNECTIONS = 20;

  private static final SqlScript CREATE_SCHEMA = SqlScript.named("create-schema.sql");
  private static final SqlScript GRANT_LOGIN = SqlScript.named("grant-login.sql");

  private final PostgresConnections connections;
  private final Clock clock;

  public PostgresProvisioner(PostgresConnections connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  /**
   * Creates or repairs in one transaction, under a lock of the event's own.
   *
   * @throws StoreFailure if the database does not answer or refuses
   */
  public SchemaOutcome provision(PostgresAccount admin, SchemaRequest request, EventKeys keys) {
    return connections.inTransaction(admin, connection -> provision(connection, request, keys));
  }

  /**
   * Logs in as the event's roles, and sets a password again that somebody changed.
   *
   * @return whether a password was repaired
   * @throws StoreFailure if the database does not answer or still refuses
   */
  public boolean verifyLogins(PostgresAccount admin, EventIdentity event, EventKeys keys) {
    boolean login = verifyLogin(admin, admin.as(event.loginRole(), keys.postgresLoginPassword()));
    boolean owner = verifyLogin(admin, admin.as(event.ownerRole(), keys.postgresOwnerPassword()));
    return login || owner;
  }

  private boolean verifyLogin(PostgresAccount admin, PostgresAccount account) {
    try {
      return connections.withFreshLogin(account, connection -> false);
    } catch (StoreFailure e) {
      String state = String.valueOf(SqlFailures.sqlState(e));
      if (SqlFailures.TOO_MANY_CONNECTIONS.equals(state)) {
        // The limit is checked after the password.
        return false;
      }
      if (!SqlFailures.UNKNOWN_PASSWORD.equals(state)) {
        throw e;
      }
    }
    connections.inTransaction(
        admin,
        connection -> {
          EventRoles.resetPassword(connection, account.username(), account.password());
          return true;
        });
    return connections.withFreshLogin(account, connection -> true);
  }

  private SchemaOutcome provision(Connection connection, SchemaRequest request, EventKeys keys)
      throws SQLException {
    String schema = request.event().storeKey();
    lockEvent(connection, schema);
    boolean schemaExists = schemaExists(connection, schema);
    SchemaMarker found = schemaExists ? SchemaMarker.read(connection, schema) : null;
    SchemaOutcome refusal = refusal(request, schemaExists, found);
    if (refusal != null) {
      return refusal;
    }
    boolean changed = ensureRoles(connection, request, keys);
    SchemaMarker wanted = SchemaMarker.of(request);
    if (!schemaExists) {
      CREATE_SCHEMA.run(connection, names(request.event()));
    }
    if (!wanted.equals(found)) {
      wanted.write(connection, schema);
      changed = true;
    }
    if (changed || !loginMayUse(connection, request.event())) {
      GRANT_LOGIN.run(connection, names(request.event()));
      changed = true;
    }
    return new Provisioned(wanted.text(), changed);
  }

  private @Nullable SchemaOutcome refusal(
      SchemaRequest request, boolean schemaExists, @Nullable SchemaMarker found) {
    String schema = request.event().storeKey();
    if (!schemaExists) {
      return request.knownMarker() == null
          ? null
          : new Missing(
              "Schema %s of this event is gone; restore it from a backup, or delete the event to begin anew"
                  .formatted(schema));
    }
    if (found == null) {
      return new Foreign(
          "Schema %s is there without a marker of Onsale that the operator can read; move it away or restore this event's own"
              .formatted(schema));
    }
    if (found.sameEvent(request.event())) {
      boolean fixed =
          !found.mapDigest().equals(request.mapDigest())
              && !clock.instant().isBefore(found.firstOpening());
      return fixed
          ? new MapFixed(
              "spec.seating cannot change after the first opening at %s; undo the change"
                  .formatted(found.firstOpening()),
              found.mapDigest())
          : null;
    }
    boolean adoptable =
        request.knownMarker() == null
            && found.samePlace(request.event())
            && found.mapDigest().equals(request.mapDigest());
    return adoptable
        ? null
        : new Foreign(
            "Schema %s holds the data of event %s/%s (UID %s, seat map %s); restore that event's seat map to adopt it, or choose another name"
                .formatted(
                    schema, found.namespace(), found.name(), found.eventUid(), found.mapDigest()));
  }

  private static boolean ensureRoles(Connection connection, SchemaRequest request, EventKeys keys)
      throws SQLException {
    EventIdentity event = request.event();
    boolean owner =
        EventRoles.ensure(
            connection,
            event.ownerRole(),
            event.storeKey(),
            keys.postgresOwnerPassword(),
            OWNER_CONNECTIONS);
    boolean login =
        EventRoles.ensure(
            connection,
            event.loginRole(),
            event.storeKey(),
            keys.postgresLoginPassword(),
            request.connectionLimit());
    return owner || login;
  }

  static void lockEvent(Connection connection, String schema) throws SQLException {
    SqlScript.execute(
        connection,
        "SELECT pg_advisory_xact_lock(hashtextextended(" + SqlScript.literal(schema) + ", 0))");
  }

  static boolean schemaExists(Connection connection, String schema) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT 1 FROM pg_namespace WHERE nspname = ?")) {
      select.setString(1, schema);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static boolean loginMayUse(Connection connection, EventIdentity event)
      throws SQLException {
    String query =
        """
        SELECT has_schema_privilege(?, n.oid, 'USAGE')
          AND (SELECT count(*) FROM pg_default_acl d WHERE d.defaclnamespace = n.oid) >= 3
        FROM pg_namespace n WHERE n.nspname = ?
        """;
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, event.loginRole());
      select.setString(2, event.storeKey());
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static Map<String, String> names(EventIdentity event) {
    return Map.of(
        "schema",
        event.storeKey(),
        "owner",
        event.ownerRole(),
        "login",
        event.loginRole(),
        "comment",
        event.readableName());
  }
}
