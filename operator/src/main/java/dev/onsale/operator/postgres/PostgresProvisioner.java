package dev.onsale.operator.postgres;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.postgres.EventRoles.Access;
import dev.onsale.operator.postgres.EventRoles.Wanted;
import dev.onsale.operator.postgres.SchemaOutcome.Foreign;
import dev.onsale.operator.postgres.SchemaOutcome.MapFixed;
import dev.onsale.operator.postgres.SchemaOutcome.Missing;
import dev.onsale.operator.postgres.SchemaOutcome.Provisioned;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.operator.secrets.Rotation;
import dev.onsale.operator.stores.StoreFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives an event its schema, roles and grants, once, and repairs what drifts. A schema is created
 * only for an event that never had one; data that is gone or somebody else's is never replaced by
 * an empty schema.
 */
public final class PostgresProvisioner {

  /** Migrations run one at a time, under a lock, in each new pod's init container. */
  private static final int OWNER_CONNECTIONS = 20;

  private static final SqlScript CREATE_MARKER = SqlScript.named("create-marker.sql");

  private final PostgresConnections connections;
  private final Clock clock;

  public PostgresProvisioner(PostgresConnections connections, Clock clock) {
    this.connections = connections;
    this.clock = clock;
  }

  /**
   * Creates or repairs in one transaction, under a lock of the event's own.
   *
   * @param thorough whether roles and rights are compared, too, and not the marker only
   * @throws StoreFailure if the database does not answer or refuses
   */
  public SchemaOutcome provision(
      PostgresAccount admin, SchemaRequest request, EventKeys keys, boolean thorough) {
    if (!thorough) {
      Optional<SchemaOutcome> standing =
          connections.with(admin, connection -> standing(connection, request));
      if (standing.isPresent()) {
        return standing.get();
      }
    }
    return connections.inTransaction(admin, connection -> provision(connection, request, keys));
  }

  /**
   * Refuses the logins of the generation before the one in force, and ends their sessions.
   *
   * @throws StoreFailure if the database does not answer or refuses
   */
  public void retire(PostgresAccount admin, EventIdentity event, Rotation rotation) {
    connections.inTransaction(
        admin,
        connection -> {
          EventRoles.refuse(connection, event.loginRole(rotation.generation() - 1));
          return true;
        });
  }

  /**
   * Logs in as the event's roles, and sets a password again that somebody changed.
   *
   * @param keys at the generation in force
   * @return whether a password was repaired
   * @throws StoreFailure if the database does not answer or still refuses
   */
  public boolean verifyLogins(PostgresAccount admin, EventIdentity event, EventKeys keys) {
    var sells = keys.logins().postgres();
    boolean login = verifyLogin(admin, admin.as(sells.username(), sells.password()));
    boolean owner =
        verifyLogin(admin, admin.as(event.ownerRole(), keys.postgresOwner().password()));
    return login || owner;
  }

  /**
   * Tries logins that somebody else made.
   *
   * @throws StoreFailure if the database does not answer, or refuses one
   */
  public void tryGiven(PostgresAccount place, EventKeys keys) {
    for (var login : List.of(keys.postgresOwner(), keys.logins().postgres())) {
      try {
        connections.withFreshLogin(
            place.as(login.username(), login.password()), connection -> true);
      } catch (StoreFailure e) {
        if (e.reason() != Reason.AuthenticationFailed) {
          throw e;
        }
        throw new StoreFailure(
            Reason.GivenLoginRefused,
            "PostgreSQL at %s refuses user \"%s\" of Secret NAME-credentials; correct its password there or at the database"
                .formatted(place.address(), login.username()),
            e);
      }
    }
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

  /** What stands if the marker says that nothing changed; empty where more must be looked at. */
  private static Optional<SchemaOutcome> standing(Connection connection, SchemaRequest request)
      throws SQLException {
    String schema = request.event().storeKey();
    SchemaMarker found =
        schemaExists(connection, schema) ? SchemaMarker.read(connection, schema) : null;
    SchemaMarker wanted = SchemaMarker.of(request, request.rotation().generation());
    return wanted.equals(found)
        ? Optional.of(new Provisioned(wanted.text(), false, request.rotation(), null))
        : Optional.empty();
  }

  private SchemaOutcome provision(Connection connection, SchemaRequest request, EventKeys keys)
      throws SQLException {
    EventIdentity event = request.event();
    String schema = event.storeKey();
    lockEvent(connection, schema);
    boolean schemaExists = schemaExists(connection, schema);
    SchemaMarker found = schemaExists ? SchemaMarker.read(connection, schema) : null;
    boolean prepared =
        found == null
            && schemaExists
            && keys.given().postgres() != null
            && request.knownMarker() == null
            && emptyAndOurs(connection, schema);
    SchemaOutcome refusal = prepared ? null : refusal(request, schemaExists, found);
    if (refusal != null) {
      return refusal;
    }
    Rotation rotation =
        found == null ? request.rotation() : request.rotation().atLeast(found.loginGeneration());
    EventRoles roles = new EventRoles(connection);
    boolean given = keys.given().postgres() != null;
    if (!given) {
      ensureRoles(roles, request, keys.at(rotation.generation()), rotation);
    }
    boolean changed = roles.changed();
    String owner = keys.postgresOwner().username();
    SchemaMarker wanted = SchemaMarker.of(request, rotation.generation());
    if (!schemaExists) {
      SqlScript.execute(
          connection,
          "CREATE SCHEMA %s AUTHORIZATION %s".formatted(schema, SqlScript.identifier(owner)));
    }
    if (found == null) {
      CREATE_MARKER.run(
          connection,
          Map.of(
              "schema",
              schema,
              "owner",
              SqlScript.identifier(owner),
              "comment",
              event.readableName()));
    }
    if (!wanted.equals(found)) {
      wanted.write(connection, schema);
      changed = true;
    }
    List<String> logins = given ? List.of(keys.logins().postgres().username()) : event.loginRoles();
    for (String login : logins) {
      if (!LoginGrants.stand(connection, schema, login)) {
        LoginGrants.give(connection, schema, owner, login);
        changed = true;
      }
    }
    return new Provisioned(wanted.text(), changed, rotation, roles.beyondRepair());
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

  /** A schema that the people who made the logins made, too. */
  private static boolean emptyAndOurs(Connection connection, String schema) throws SQLException {
    String query =
        """
        SELECT pg_has_role(nspowner, 'USAGE')
          AND NOT EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = n.oid)
        FROM pg_namespace n WHERE nspname = ?
        """;
    try (PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, schema);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static void ensureRoles(
      EventRoles roles, SchemaRequest request, EventKeys keys, Rotation rotation)
      throws SQLException {
    EventIdentity event = request.event();
    String schema = event.storeKey();
    roles.ensure(
        new Wanted(
            event.ownerRole(),
            schema,
            Access.Open,
            keys.postgresOwner().password(),
            OWNER_CONNECTIONS));
    var inForce = keys.logins().postgres();
    roles.ensure(
        new Wanted(
            inForce.username(),
            schema,
            Access.Open,
            inForce.password(),
            request.connectionLimit()));
    roles.ensure(
        new Wanted(
            event.loginRole(rotation.generation() + 1),
            schema,
            rotation.underWay() ? Access.AsItIs : Access.Refused,
            null,
            request.connectionLimit()));
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
}
