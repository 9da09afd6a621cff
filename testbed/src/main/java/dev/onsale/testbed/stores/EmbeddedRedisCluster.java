package dev.onsale.testbed.stores;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Three masters that share the 16,384 slots, without replicas. */
public final class EmbeddedRedisCluster implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);
  private static final int NODES = 3;
  private static final int SLOTS = 16_384;

  private final List<EmbeddedRedis> nodes = new ArrayList<>();

  private EmbeddedRedisCluster() {}

  public static EmbeddedRedisCluster start() {
    EmbeddedRedisCluster cluster = new EmbeddedRedisCluster();
    try {
      for (int i = 0; i < NODES; i++) {
        cluster.nodes.add(
            i == 0
                ? EmbeddedRedis.ofCluster(null)
                : EmbeddedRedis.ofCluster(cluster.nodes.getFirst().admin()));
      }
      cluster.join();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  public List<EmbeddedRedis> nodes() {
    return List.copyOf(nodes);
  }

  /** May everything, on each node. */
  public Login admin() {
    return nodes.getFirst().admin();
  }

  /** {@code host:port} of the nodes. */
  public List<String> endpoints() {
    return nodes.stream().map(node -> node.host() + ":" + node.port()).toList();
  }

  /** The node that holds the key's slot. */
  public EmbeddedRedis holding(String key) {
    int slot = io.lettuce.core.cluster.SlotHash.getSlot(key);
    return nodes.get(Math.min(slot * NODES / SLOTS, NODES - 1));
  }

  private void join() {
    for (int i = 0; i < NODES; i++) {
      int from = first(i);
      int until = first(i + 1);
      on(
          nodes.get(i),
          redis -> {
            int[] slots = java.util.stream.IntStream.range(from, until).toArray();
            return redis.clusterAddSlots(slots);
          });
      if (i > 0) {
        EmbeddedRedis other = nodes.get(i);
        on(nodes.getFirst(), redis -> redis.clusterMeet(other.host(), other.port()));
      }
    }
    for (EmbeddedRedis node : nodes) {
      node.process()
          .awaitReady(
              () -> on(node, RedisCommands::clusterInfo).contains("cluster_state:ok"), START);
    }
  }

  /** Slots whose number times nodes, divided by all, is the node's. */
  private static int first(int node) {
    return (node * SLOTS + NODES - 1) / NODES;
  }

  private static <T> T on(EmbeddedRedis node, Function<RedisCommands<String, String>, T> work) {
    RedisClient client = RedisClient.create(node.uri());
    try (var connection = client.connect()) {
      return work.apply(connection.sync());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  @Override
  public void close() {
    nodes.forEach(EmbeddedRedis::close);
  }
}
