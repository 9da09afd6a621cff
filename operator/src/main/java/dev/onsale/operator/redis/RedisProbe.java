package dev.onsale.operator.redis;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.stores.StoreFailure;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks whether a platform's Redis answers the operator's login on every master, and keeps what it
 * is told. Remembers the servers' run ids, so that events notice a server that came back without
 * their users.
 */
public final class RedisProbe {

  private static final String KEEPS_ALL = "noeviction";

  private final RedisConnections connections;
  private final RedisTopology topology;
  private final Map<String, List<String>> lives = new ConcurrentHashMap<>();

  public RedisProbe(RedisConnections connections) {
    this.connections = connections;
    this.topology = new RedisTopology(connections);
  }

  /**
   * @throws StoreFailure with reason and fix, if it does not
   */
  public void check(RedisAccount admin) {
    List<String> runIds =
        topology.of(admin).stream()
            .filter(node -> node.master() || !node.away())
            .map(node -> connections.asking(admin, node, redis -> check(node, redis)))
            .sorted()
            .toList();
    lives.put(admin.address(), runIds);
  }

  /** Run ids of the servers when they were last asked; empty before. */
  List<String> lives(RedisAccount admin) {
    return lives.getOrDefault(admin.address(), List.of());
  }

  private static String check(RedisNode node, RedisCommands<String, String> redis) {
    String policy = fact(redis, "memory", "maxmemory_policy");
    // an evicting Redis would lose places and holds without a word
    if (!policy.equals(KEEPS_ALL)) {
      throw new StoreFailure(
          Reason.MayEvict,
          "Redis at %s has maxmemory-policy %s and may drop queues and holds; set it to %s"
              .formatted(node.address(), policy, KEEPS_ALL));
    }
    return runId(redis);
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
