package dev.onsale.booking.web;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.draw.Draw;
import dev.onsale.booking.queue.Lanes;
import dev.onsale.booking.queue.Lots;
import dev.onsale.booking.queue.Queue;
import dev.onsale.booking.queue.SalePhase;
import dev.onsale.booking.queue.StatusBoard;
import dev.onsale.booking.seats.Holds;
import dev.onsale.booking.seats.House;
import dev.onsale.booking.seats.SeatFeed;
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
  EventController eventController(
      RuntimeBoot boot,
      LiveConfig live,
      SalePhase phase,
      House house,
      EventPath path,
      Draw draw,
      JsonMapper json) {
    return new EventController(boot, live, phase, house, path, draw, json);
  }

  @Bean
  QueueDesk queueDesk(
      Queue queue,
      StatusBoard board,
      Lanes lanes,
      Lots lots,
      PlaceTokens places,
      EntryTokens entries,
      JsonMapper json,
      MeterRegistry meters) {
    return new QueueDesk(queue, board, lanes, lots, places, entries, json, meters);
  }

  @Bean
  QueueController queueController(QueueDesk desk) {
    return new QueueController(desk);
  }

  @Bean
  SeatStates seatStates(House house, JsonMapper json) {
    return new SeatStates(house.plan(), json);
  }

  @Bean
  SeatsController seatsController(House house, SeatFeed feed, SeatStates states, JsonMapper json) {
    return new SeatsController(house, feed, states, json);
  }

  @Bean
  HoldDesk holdDesk(Holds holds, Queue queue, House house, MeterRegistry meters) {
    return new HoldDesk(holds, queue, house, meters);
  }

  @Bean
  HoldsController holdsController(HoldDesk desk) {
    return new HoldsController(desk);
  }
}
