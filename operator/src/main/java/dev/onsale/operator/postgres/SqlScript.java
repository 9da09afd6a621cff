package dev.onsale.operator.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.postgresql.core.Utils;

/** A file of statements beside this class, with {@code ${names}} to fill in. */
record SqlScript(String text) {

  static SqlScript named(String file) {
    try (InputStream in = SqlScript.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("The jar lacks " + file);
      }
      return new SqlScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("The jar's " + file + " cannot be read", e);
    }
  }

  void run(Connection connection, Map<String, String> values) throws SQLException {
    String filled = text;
    for (var value : values.entrySet()) {
      filled = filled.replace("${" + value.getKey() + "}", value.getValue());
    }
    execute(connection, filled);
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row. */
  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** A name that somebody else chose. */
  static String identifier(String name) throws SQLException {
    return Utils.escapeIdentifier(null, name).toString();
  }

  /** A text constant; role and schema names never need this. */
  static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
