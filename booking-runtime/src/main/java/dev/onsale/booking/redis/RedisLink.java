package dev.onsale.booking.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A connection of one login, whatever the topology behind it. One to a single server is never made
 * again: what is sent on it reaches the process it was made to, or nobody. A cluster's connections
 * to its nodes come back by themselves.
 *
 * @param open false once it is of no use any more
 */
record RedisLink(
    AbstractRedisClient client,
    RedisClusterAsyncCommands<String, String> commands,
    BooleanSupplier open)
    implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(2);

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, CLOSE);
  }
}
