package dev.onsale.operator.redis;

import dev.onsale.operator.stores.StoreFailure;
import io.lettuce.core.api.sync.RedisCommands;

/** Asks whether a platform's Redis answers the operator's login. */
public final class RedisProbe {

  private static final String RUN_ID = "run_id:";

  private final RedisConnections connections;

  public RedisProbe(RedisConnections connections) {
    this.connections = connections;
  }

  /**
   * @throws StoreFailure with reason and fix, if it does not
   */
  public void check(RedisAccount admin) {
    connections.with(
        admin,
        redis -> {
          redis.aclWhoami();
          return runId(redis);
        });
  }

  /** Identifies one life of one server. */
  static String runId(RedisCommands<String, String> redis) {
    return redis
        .info("server")
        .lines()
        .filter(line -> line.startsWith(RUN_ID))
        .map(line -> line.substring(RUN_ID.length()).strip())
        .findFirst()
        .orElse("unknown");
  }
}
