package dev.onsale.operator.redis;

/**
 * A standalone Redis and somebody who may log in to it.
 *
 * @param username {@code default} where the Secret names none
 */
public record RedisAccount(String host, int port, boolean tls, String username, String password) {

  String address() {
    return host + ":" + port;
  }

  @Override
  public String toString() {
    return "RedisAccount[" + username + "@" + address() + "]";
  }
}
