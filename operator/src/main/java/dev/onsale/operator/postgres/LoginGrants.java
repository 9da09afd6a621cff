package dev.onsale.operator.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** What a login may do in the event's schema: rows, also of tables that migrations create later. */
final class LoginGrants {

  private static final SqlScript GRANT = SqlScript.named("grant-login.sql");

  /** SELECT, INSERT, UPDATE, DELETE; USAGE, SELECT; EXECUTE. */
  private static final int DEFAULT_PRIVILEGES = 7;

  private static final String QUERY =
      """
      SELECT has_schema_privilege(l.oid, n.oid, 'USAGE')
        AND NOT has_schema_privilege(l.oid, n.oid, 'CREATE')
        AND NOT EXISTS (
          SELECT 1 FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v')
            AND (NOT has_table_privilege(l.oid, c.oid, 'SELECT')
              OR has_table_privilege(l.oid, c.oid, 'TRUNCATE, REFERENCES, TRIGGER')
              OR CASE WHEN c.relname = 'onsale_marker'
                THEN has_table_privilege(l.oid, c.oid, 'INSERT, UPDATE, DELETE')
                ELSE NOT (has_table_privilege(l.oid, c.oid, 'INSERT')
                  AND has_table_privilege(l.oid, c.oid, 'UPDATE')
                  AND has_table_privilege(l.oid, c.oid, 'DELETE')) END))
        AND NOT EXISTS (
          SELECT 1 FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind = 'S'
            AND NOT (has_sequence_privilege(l.oid, c.oid, 'USAGE')
              AND has_sequence_privilege(l.oid, c.oid, 'SELECT')))
        AND (SELECT count(*) FROM pg_default_acl d CROSS JOIN aclexplode(d.defaclacl) a
             WHERE d.defaclnamespace = n.oid AND a.grantee = l.oid) = %d
      FROM pg_namespace n, pg_roles l WHERE n.nspname = ? AND l.rolname = ?
      """
          .formatted(DEFAULT_PRIVILEGES);

  private LoginGrants() {}

  /** Whether the login has what it needs and nothing more. */
  static boolean stand(Connection connection, String schema, String login) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(QUERY)) {
      select.setString(1, schema);
      select.setString(2, login);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /**
   * @param owner of the schema; the connection's own role, or one that it may take
   */
  static void give(Connection connection, String schema, String owner, String login)
      throws SQLException {
    GRANT.run(
        connection,
        Map.of(
            "schema",
            schema,
            "owner",
            SqlScript.identifier(owner),
            "login",
            SqlScript.identifier(login)));
  }
}
