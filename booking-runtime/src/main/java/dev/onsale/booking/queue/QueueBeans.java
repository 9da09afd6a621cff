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
      RuntimeBoot boot) {
    return new Queue(redis, live, phase, house, clock, open(boot));
  }

  @Bean
  Admission admission(EventRedis redis, LiveConfig live, RuntimeBoot boot) {
    return new Admission(redis, live, open(boot));
  }

  @Bean
  StatusBoard statusBoard(
      EventRedis redis,
      Inventory inventory,
      LiveConfig live,
      SalePhase phase,
      RuntimeBoot boot,
      MeterRegistry meters) {
    StatusBoard board = new StatusBoard(redis, inventory, live, phase, boot);
    board.offer(meters);
    return board;
  }

  private static boolean open(RuntimeBoot boot) {
    return switch (boot.queueMode()) {
      case "Open" -> true;
      case "Fifo" -> false;
      default ->
          throw new IllegalArgumentException(
              "boot.json: queueMode '" + boot.queueMode() + "' is not supported; use Fifo or Open");
    };
  }
}
