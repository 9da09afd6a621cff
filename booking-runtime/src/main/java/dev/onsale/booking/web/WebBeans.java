package dev.onsale.booking.web;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.identity.DeviceIdentity;
import dev.onsale.booking.queue.Queue;
import dev.onsale.booking.queue.SalePhase;
import dev.onsale.booking.queue.StatusBoard;
import dev.onsale.booking.seats.Availability;
import dev.onsale.booking.seats.Holds;
import dev.onsale.booking.seats.House;
import dev.onsale.booking.tokens.EntryTokens;
import dev.onsale.booking.tokens.PlaceTokens;
import dev.onsale.runtime.RuntimeBoot;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class WebBeans {

  @Bean
  Visitors visitors(DeviceIdentity devices, EventPath path, RuntimeBoot boot) {
    return new Visitors(devices, path, boot.identity().equals("Anonymous"));
  }

  @Bean
  EventController eventController(
      RuntimeBoot boot,
      LiveConfig live,
      SalePhase phase,
      House house,
      EventPath path,
      JsonMapper json) {
    return new EventController(boot, live, phase, house, path, json);
  }

  @Bean
  QueueController queueController(
      Queue queue,
      StatusBoard board,
      PlaceTokens places,
      EntryTokens entries,
      Visitors visitors,
      MeterRegistry meters,
      JsonMapper json) {
    return new QueueController(queue, board, places, entries, visitors, meters, json);
  }

  @Bean
  SeatsController seatsController(House house, Availability availability, JsonMapper json) {
    return new SeatsController(house, availability, json);
  }

  @Bean
  HoldsController holdsController(Holds holds, House house, MeterRegistry meters) {
    return new HoldsController(holds, house, meters);
  }
}
