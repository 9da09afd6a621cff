package dev.onsale.operator.postgres;

import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.stores.StoreFailure;
import java.sql.Connection;
import java.sql.SQLException;

/** The end of an event in PostgreSQL: its data is locked, or dropped. */
public final class PostgresRetirement {

  private final PostgresConnections connections;

  public PostgresRetirement(PostgresConnections connections) {
    this.connections = connections;
  }

  /**
   * Logins end and are refused from now on; schema and rows stay.
   *
   * @throws StoreFailure if the database does not answer or refuses
   */
  public void lock(PostgresAccount admin, EventIdentity event) {
    connections.inTransaction(
        admin,
        connection -> {
          EventRoles.lock(connection, event);
          return true;
        });
  }

  /**
   * How many payments of the event nobody knows the end of: begun and neither captured nor given
   * up, or owed. None where the runtime never migrated.
   *
   * @throws StoreFailure if the database does not answer or refuses
   */
  public long paymentsInFlight(PostgresAccount admin, EventIdentity event) {
    return connections.with(admin, connection -> inFlight(connection, event));
  }

  /**
   * How many orders and payments of the event have no outcome yet, and events that Kafka has not
   * got. None once its login is refused: nobody could settle them.
   *
   * @param login in force
   * @throws StoreFailure if the database does not answer or refuses
   */
  public long open(PostgresAccount admin, EventIdentity event, String login) {
    return connections.with(
        admin,
        connection ->
            mayLogIn(connection, login)
                ? inFlight(connection, event)
                    + count(connection, event, "orders", "state IN ('PENDING', 'AUTHORIZED')")
                    + count(connection, event, "outbox", "sent_at IS NULL")
                : 0L);
  }

  private static long inFlight(Connection connection, EventIdentity event) throws SQLException {
    return count(connection, event, "payment_attempts", "state IN ('OPEN', 'AUTHORIZED', 'OWED')");
  }

  private static boolean mayLogIn(Connection connection, String login) throws SQLException {
    return SqlScript.number(
            connection,
            "SELECT count(*) FROM pg_roles WHERE rolcanlogin AND rolname = "
                + SqlScript.literal(login))
        > 0;
  }

  private static long count(
      Connection connection, EventIdentity event, String table, String condition)
      throws SQLException {
    String name = event.storeKey() + "." + table;
    boolean there =
        SqlScript.number(connection, "SELECT count(to_regclass(" + SqlScript.literal(name) + "))")
            > 0;
    return there
        ? SqlScript.number(
            connection, "SELECT count(*) FROM %s WHERE %s".formatted(name, condition))
        : 0;
  }

  /**
   * Drops schema and roles, unless the schema's marker is another event's.
   *
   * @return whether nothing of this event is left
   * @throws StoreFailure if the database does not answer or refuses
   */
  public boolean drop(PostgresAccount admin, EventIdentity event) {
    lock(admin, event);
    return connections.inTransaction(
        admin,
        connection -> {
          String schema = event.storeKey();
          PostgresProvisioner.lockEvent(connection, schema);
          if (PostgresProvisioner.schemaExists(connection, schema)) {
            SchemaMarker marker = SchemaMarker.read(connection, schema);
            if (marker == null || !marker.samePlace(event)) {
              return false;
            }
            SqlScript.execute(connection, "DROP SCHEMA %s CASCADE".formatted(schema));
          }
          EventRoles.drop(connection, event);
          return true;
        });
  }
}
