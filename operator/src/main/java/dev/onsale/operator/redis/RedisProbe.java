package dev.onsale.operator.redis;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.stores.StoreFailure;
import io.lettuce.core.api.sync.RedisCommands;

/** Asks whether a platform's Redis answers the operator's login, and keeps what it is told. */
public final class RedisProbe {

  private static final String KEEPS_ALL = "noeviction";

  private final RedisConnections connections;

  public RedisProbe(RedisConnections connections) {
    this.connections = connections;
  }

  /**
   * @throws StoreFailure with reason and fix, if it does not
   */
  public void check(RedisAccount admin) {
    String policy = connections.asking(admin, redis -> fact(redis, "memory", "maxmemory_policy"));
    // an evicting Redis would lose places and holds without a word
    if (!policy.equals(KEEPS_ALL)) {
      throw new StoreFailure(
          Reason.MayEvict,
          "Redis at %s has maxmemory-policy %s and may drop queues and holds; set it to %s"
              .formatted(admin.address(), policy, KEEPS_ALL));
    }
  }

  /** Identifies one life of one server. */
  static String runId(RedisCommands<String, String> redis) {
    return fact(redis, "server", "run_id");
  }

  private static String fact(RedisCommands<String, String> redis, String section, String name) {
    String start = name + ":";
    return redis
        .info(section)
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .findFirst()
        .orElse("unknown");
  }
}
