package dev.onsale.operator.redis;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.stores.StoreFailure;

/**
 * One server.
 *
 * @param away whether the others say that it does not answer
 */
record RedisNode(String host, int port, boolean master, boolean away) {

  /**
   * @param endpoint {@code host:port}
   */
  static RedisNode at(String endpoint, boolean master, boolean away) {
    int colon = endpoint.lastIndexOf(':');
    try {
      return new RedisNode(
          endpoint.substring(0, Math.max(colon, 0)),
          Integer.parseInt(endpoint.substring(colon + 1)),
          master,
          away);
    } catch (NumberFormatException e) {
      throw new StoreFailure(
          Reason.Refused,
          "spec.redis.endpoints: \"%s\" is no address; write host:port".formatted(endpoint),
          e);
    }
  }

  String address() {
    return host + ":" + port;
  }
}
