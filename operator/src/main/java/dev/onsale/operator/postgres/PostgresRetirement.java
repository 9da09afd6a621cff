package dev.onsale.operator.postgres;

import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.stores.StoreFailure;

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
    return connections.with(
        admin,
        connection -> {
          String attempts = event.storeKey() + ".payment_attempts";
          if (SqlScript.number(
                  connection, "SELECT count(to_regclass(" + SqlScript.literal(attempts) + "))")
              == 0) {
            return 0L;
          }
          return SqlScript.number(
              connection,
              "SELECT count(*) FROM %s WHERE state IN ('OPEN', 'AUTHORIZED', 'OWED')"
                  .formatted(attempts));
        });
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
