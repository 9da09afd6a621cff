package dev.onsale.booking.queue;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.seats.House;
import dev.onsale.booking.seats.Inventory;
import dev.onsale.runtime.RuntimeBoot;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class QueueBeans {

  @Bean
  SalePhase salePhase(LiveConfig live, Clock clock) {
    return new SalePhase(live, clock);
  }

  @Bean
  Queue queue(
      EventRedis redis,
      LiveConfig live,
      SalePhase phase,
      House house,
      Clock clock,
      Lanes lanes,
      Lots lots) {
    return new Queue(redis, live, phase, house, clock, lanes, lots);
  }

  @Bean
  Lanes lanes(RuntimeBoot boot) {
    return Lanes.of(boot);
  }

  @Bean
  Admission admission(EventRedis redis, LiveConfig live, Lanes lanes, Lots lots) {
    return new Admission(redis, live, lanes, lots, Tempo.REAL);
  }

  @Bean
  StatusBoard statusBoard(
      EventRedis redis,
      Inventory inventory,
      LiveConfig live,
      SalePhase phase,
      RuntimeBoot boot,
      Lanes lanes,
      MeterRegistry meters) {
    StatusBoard board = new StatusBoard(redis, inventory, live, phase, boot, lanes, Tempo.REAL);
    board.offer(meters);
    return board;
  }
}
