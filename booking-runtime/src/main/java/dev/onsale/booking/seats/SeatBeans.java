package dev.onsale.booking.seats;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.tokens.HoldIds;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.seating.SeatMap;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SeatBeans {

  @Bean
  House house(ConfigFolder folder, RuntimeBoot boot, LiveConfig live, Clock clock) {
    SeatMap map = folder.seats();
    if (!map.digest().equals(boot.mapDigest())) {
      throw new IllegalStateException(
          "seats.json has digest %s, boot.json wants %s; they must come from one seat map"
              .formatted(map.digest(), boot.mapDigest()));
    }
    return new House(map.plan(), boot.mapDigest(), live, clock);
  }

  @Bean
  SeatScripts seatScripts(EventRedis redis, House house) {
    return new SeatScripts(redis, house);
  }

  @Bean
  Availability availability(SeatScripts scripts) {
    return new Availability(scripts);
  }

  @Bean
  SeatFeed seatFeed(SeatScripts scripts) {
    return new SeatFeed(scripts);
  }

  @Bean
  KnownHolds knownHolds(SeatScripts scripts, HoldIds ids, LiveConfig live) {
    return new KnownHolds(scripts, ids, live);
  }

  @Bean
  Holds holds(SeatScripts scripts, SeatFeed feed, LiveConfig live, KnownHolds known) {
    return new Holds(scripts, feed, live, known);
  }

  @Bean
  SeatReservations seatReservations(SeatScripts scripts, KnownHolds known) {
    return new RedisReservations(scripts, known);
  }

  @Bean
  SeatAudit seatAudit(SeatScripts scripts) {
    return new SeatAudit(scripts);
  }

  @Bean
  HoldReaper holdReaper(SeatScripts scripts, MeterRegistry meters) {
    return new HoldReaper(scripts, meters);
  }

  @Bean
  AllotmentRelease allotmentRelease(SeatScripts scripts) {
    return new AllotmentRelease(scripts);
  }

  @Bean
  SeatsBuild seatsBuild(EventRedis redis, House house) {
    return new SeatsBuild(redis, house);
  }
}
