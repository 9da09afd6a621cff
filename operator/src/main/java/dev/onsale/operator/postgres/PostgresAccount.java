package dev.onsale.operator.postgres;

/**
 * A database and somebody who may log in to it.
 *
 * @param sslMode a libpq {@code sslmode}
 */
public record PostgresAccount(
    String host, int port, String database, String sslMode, String username, String password) {

  /** The same database with another login. */
  public PostgresAccount as(String otherUsername, String otherPassword) {
    return new PostgresAccount(host, port, database, sslMode, otherUsername, otherPassword);
  }

  String url() {
    return "jdbc:postgresql://" + address();
  }

  String address() {
    return host + ":" + port + "/" + database;
  }

  @Override
  public String toString() {
    return "PostgresAccount[" + username + "@" + address() + "]";
  }
}
