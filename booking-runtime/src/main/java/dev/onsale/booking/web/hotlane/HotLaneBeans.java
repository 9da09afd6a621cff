package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.Drain;
import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.ProblemWriter;
import dev.onsale.booking.boundary.Visitors;
import dev.onsale.booking.config.Roles;
import dev.onsale.booking.queue.SalePhase;
import dev.onsale.booking.seats.SeatFeed;
import dev.onsale.booking.web.HoldDesk;
import dev.onsale.booking.web.QueueDesk;
import dev.onsale.booking.web.SeatStates;
import dev.onsale.runtime.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class HotLaneBeans {
  /** Some seconds' worth of what a process can serve, at about a kilobyte each. */
  private static final int MOST_IN_FLIGHT = 8_192;

  /** At a few kilobytes each. */
  private static final int MOST_STREAMS = 20_000;

  @Bean
  SeatStreams seatStreams(
      SeatFeed feed,
      SeatStates states,
      SalePhase phase,
      Drain drain,
      Clock clock,
      MeterRegistry meters) {
    return new SeatStreams(feed, states, phase, drain, clock, meters, MOST_STREAMS);
  }

  @Bean
  HotLane hotLane(
      QueueDesk desk,
      HoldDesk holds,
      SeatStreams streams,
      Visitors visitors,
      EventPath event,
      JsonMapper json,
      MeterRegistry meters,
      Drain drain,
      Roles roles) {
    InFlight inFlight = new InFlight(MOST_IN_FLIGHT);
    String queue = event.base() + "/queue/";
    Map<String, HotPath> paths = new HashMap<>();
    if (roles.has(Role.Queue)) {
      paths.put(queue + "status", new StatusPath(desk));
      paths.put(queue + "places", new JoinPath(desk, visitors, inFlight, json));
      paths.put(queue + "claims", new ClaimPath(desk, visitors, inFlight, json));
    }
    if (roles.has(Role.Booking)) {
      paths.put(event.base() + "/holds", new HoldPath(holds, visitors, inFlight, json));
      paths.put(event.base() + "/seats/stream", new StreamPath(streams, visitors, inFlight));
    }
    return new HotLane(paths, new ProblemWriter(json), new HotRecord(meters, inFlight), drain);
  }

  /** Of the buyers' server; the management server is another context's. */
  @Bean
  WebServerFactoryCustomizer<NettyReactiveWebServerFactory> hotLaneOfTheServer(HotLane lane) {
    return factory -> factory.addServerCustomizers(lane::before);
  }
}
