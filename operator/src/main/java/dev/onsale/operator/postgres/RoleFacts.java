package dev.onsale.operator.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A role as the catalogue has it.
 *
 * @param takeAway attributes of an administrator, as ALTER ROLE takes them away; none is right
 * @param unlimited without an end of its validity
 * @param memberOf roles whose rights it has; none is right
 * @param members roles that have its rights, without the operator's own
 */
record RoleFacts(
    boolean login,
    int connectionLimit,
    boolean searchPath,
    List<String> takeAway,
    boolean unlimited,
    List<String> memberOf,
    List<String> members) {

  private static final String QUERY =
      """
      SELECT rolcanlogin, rolconnlimit, coalesce(?::text = ANY (rolconfig), false),
        array_remove(ARRAY[CASE WHEN rolsuper THEN 'NOSUPERUSER' END,
          CASE WHEN rolcreatedb THEN 'NOCREATEDB' END,
          CASE WHEN rolcreaterole THEN 'NOCREATEROLE' END,
          CASE WHEN rolreplication THEN 'NOREPLICATION' END,
          CASE WHEN rolbypassrls THEN 'NOBYPASSRLS' END], NULL),
        coalesce(rolvaliduntil = 'infinity', true),
        array(SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
              WHERE m.member = r.oid ORDER BY 1)::text[],
        array(SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.member
              WHERE m.roleid = r.oid AND g.rolname <> current_user ORDER BY 1)::text[]
      FROM pg_roles r WHERE rolname = ?
      """;

  static @Nullable RoleFacts find(Connection connection, String role, String schema)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(QUERY)) {
      select.setString(1, "search_path=" + schema);
      select.setString(2, role);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new RoleFacts(
                row.getBoolean(1),
                row.getInt(2),
                row.getBoolean(3),
                names(row, 4),
                row.getBoolean(5),
                names(row, 6),
                names(row, 7))
            : null;
      }
    }
  }

  private static List<String> names(ResultSet row, int column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }
}
