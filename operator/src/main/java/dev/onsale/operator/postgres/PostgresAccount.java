package dev.onsale.operator.postgres;

import dev.onsale.operator.stores.Trust;

/**
 * A database and somebody who may log in to it.
 *
 * @param trust how far the server is trusted
 * @param shared whether many events use this login, so that its connections are worth keeping
 */
public record PostgresAccount(
    String host,
    int port,
    String database,
    Trust trust,
    String username,
    String password,
    boolean shared) {

  /** The same database with an event's own login. */
  public PostgresAccount as(String otherUsername, String otherPassword) {
    return new PostgresAccount(host, port, database, trust, otherUsername, otherPassword, false);
  }

  /** {@code host:port}. */
  public String place() {
    return host + ":" + port;
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
