package dev.onsale.operator.postgres;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.stores.StoreFailure;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** Asks whether a platform's database answers, and whether the operator's login can provision. */
public final class PostgresProbe {

  private final PostgresConnections connections;

  public PostgresProbe(PostgresConnections connections) {
    this.connections = connections;
  }

  /**
   * @throws StoreFailure with reason and fix, if provisioning could not work
   */
  public void check(PostgresAccount admin) {
    String query =
        """
        SELECT (rolcreaterole OR rolsuper), has_database_privilege(current_database(), 'CREATE')
        FROM pg_roles WHERE rolname = current_user
        """;
    boolean able =
        connections.withFreshLogin(
            admin,
            connection -> {
              try (PreparedStatement select = connection.prepareStatement(query);
                  ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1) && row.getBoolean(2);
              }
            });
    if (!able) {
      throw new StoreFailure(
          Reason.PermissionDenied,
          "User \"%s\" of PostgreSQL at %s cannot provision; ALTER ROLE %s CREATEROLE, and GRANT CREATE ON DATABASE %s TO it"
              .formatted(admin.username(), admin.address(), admin.username(), admin.database()));
    }
  }
}
