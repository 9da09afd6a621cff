package dev.onsale.booking.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;

/** A connection of one login, whatever the topology behind it. */
record RedisLink(AbstractRedisClient client, RedisClusterAsyncCommands<String, String> commands)
    implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(2);

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, CLOSE);
  }
}
