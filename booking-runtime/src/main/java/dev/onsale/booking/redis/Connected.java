package dev.onsale.booking.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import java.net.SocketAddress;

/** Tells of every connection that was made. */
record Connected(Runnable then) implements RedisConnectionStateListener {
  @Override
  public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
    then.run();
  }
}
