package dev.onsale.booking.clocks;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.redis.EventRedis;
import java.time.OffsetDateTime;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClockBeans {

  @Bean
  StoreClocks storeClocks(EventRedis redis, Database database) {
    return new StoreClocks(
        () -> redis.recorded().now(),
        () ->
            database.ask(
                () ->
                    database
                        .sql()
                        .sql("SELECT clock_timestamp()")
                        .query(OffsetDateTime.class)
                        .single()
                        .toInstant()));
  }
}
