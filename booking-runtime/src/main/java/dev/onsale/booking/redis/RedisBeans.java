package dev.onsale.booking.redis;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.config.Logins;
import dev.onsale.runtime.RuntimeBoot;
import io.netty.channel.EventLoopGroup;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RedisBeans {

  @Bean
  RedisConnection redisConnection(
      RuntimeBoot boot, ConfigFolder folder, Logins logins, EventLoopGroup loops) {
    return logins.tell(
        new RedisConnection(RedisPlace.of(boot, folder), logins.inForce().redis(), loops));
  }

  @Bean
  EventRedis eventRedis(RedisConnection connection, RuntimeBoot boot) {
    return new EventRedis(connection, boot.storeKey());
  }
}
