package dev.onsale.operator.redis;

import dev.onsale.operator.stores.Trust;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Redis of one or more servers and somebody who may log in to all of them. Sentinels are asked
 * without a login.
 *
 * @param endpoints {@code host:port} of the server, the sentinels, or nodes of the cluster
 * @param masterName what sentinels call the master; null without sentinels
 * @param username {@code default} where the Secret names none
 */
public record RedisAccount(
    Topology topology,
    List<String> endpoints,
    @Nullable String masterName,
    Trust trust,
    String username,
    String password) {

  /** How the servers are found. */
  public enum Topology {
    Standalone,
    Sentinel,
    Cluster
  }

  public RedisAccount {
    endpoints = List.copyOf(endpoints);
  }

  /** The same servers with another login. */
  public RedisAccount as(String otherUsername, String otherPassword) {
    return new RedisAccount(topology, endpoints, masterName, trust, otherUsername, otherPassword);
  }

  String address() {
    return String.join(",", endpoints);
  }

  @Override
  public String toString() {
    return "RedisAccount[" + username + "@" + address() + "]";
  }
}
