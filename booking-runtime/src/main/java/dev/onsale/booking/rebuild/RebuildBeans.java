package dev.onsale.booking.rebuild;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.epoch.EpochStore;
import dev.onsale.booking.queue.Lanes;
import dev.onsale.booking.queue.Tempo;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.seats.OwnedSeats;
import dev.onsale.booking.seats.SeatsBuild;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RebuildBeans {

  @Bean
  InventoryRebuild inventoryRebuild(
      EventRedis redis,
      EpochStore epochs,
      OwnedSeats owned,
      SeatsBuild seats,
      LiveConfig live,
      Lanes lanes) {
    return new InventoryRebuild(redis, epochs, owned, seats, live, lanes, Tempo.REAL);
  }
}
