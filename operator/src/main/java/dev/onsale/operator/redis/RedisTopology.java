package dev.onsale.operator.redis;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.stores.StoreFailure;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which servers a platform's Redis has at present: asked of the first endpoint that answers. */
final class RedisTopology {

  private static final Set<String> AWAY =
      Set.of("s_down", "o_down", "disconnected", "fail", "fail?");
  private static final Set<String> NOT_A_NODE = Set.of("noaddr", "handshake");
  private static final int NODE_FIELDS = 8;

  private final RedisConnections connections;

  RedisTopology(RedisConnections connections) {
    this.connections = connections;
  }

  /**
   * Masters first.
   *
   * @throws StoreFailure if no endpoint answers
   */
  List<RedisNode> of(RedisAccount account) {
    return switch (account.topology()) {
      case Standalone -> List.of(RedisNode.at(account.endpoints().getFirst(), true, false));
      case Sentinel -> first(account, this::fromSentinel);
      case Cluster -> first(account, this::fromCluster);
    };
  }

  private interface Asked {
    List<RedisNode> at(RedisAccount account, RedisNode endpoint);
  }

  private static List<RedisNode> first(RedisAccount account, Asked ask) {
    StoreFailure last = null;
    for (String endpoint : account.endpoints()) {
      try {
        return ask.at(account, RedisNode.at(endpoint, false, false)).stream()
            .sorted(java.util.Comparator.comparing(RedisNode::master).reversed())
            .toList();
      } catch (StoreFailure e) {
        last = e;
      }
    }
    throw last == null ? new StoreFailure(Reason.Refused, "spec.redis.endpoints is empty") : last;
  }

  private List<RedisNode> fromSentinel(RedisAccount account, RedisNode sentinel) {
    String name = String.valueOf(account.masterName());
    return connections.withSentinel(
        account,
        sentinel,
        asked -> {
          List<RedisNode> nodes = new ArrayList<>();
          nodes.add(node(asked.master(name), true));
          asked.replicas(name).forEach(replica -> nodes.add(node(replica, false)));
          return nodes;
        });
  }

  private static RedisNode node(Map<String, String> told, boolean master) {
    Set<String> flags = Set.of(told.getOrDefault("flags", "").split(",", -1));
    return RedisNode.at(
        told.get("ip") + ":" + told.get("port"), master, flags.stream().anyMatch(AWAY::contains));
  }

  private List<RedisNode> fromCluster(RedisAccount account, RedisNode endpoint) {
    String told =
        connections.with(
            account,
            endpoint,
            redis ->
                redis.dispatch(
                    CommandType.CLUSTER,
                    new StatusOutput<>(StringCodec.UTF8),
                    new CommandArgs<>(StringCodec.UTF8).add("NODES")));
    List<RedisNode> nodes = new ArrayList<>();
    told.lines().map(RedisTopology::clusterNode).filter(n -> n != null).forEach(nodes::add);
    return nodes;
  }

  /** {@code id ip:port@bus[,hostname] flags master ping pong epoch link slot...}. */
  private static @Nullable RedisNode clusterNode(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length < NODE_FIELDS) {
      return null;
    }
    Set<String> flags = Set.of(fields[2].split(",", -1));
    if (flags.stream().anyMatch(NOT_A_NODE::contains)) {
      return null;
    }
    return RedisNode.at(
        fields[1].substring(0, fields[1].indexOf('@')),
        flags.contains("master"),
        flags.stream().anyMatch(AWAY::contains));
  }
}
