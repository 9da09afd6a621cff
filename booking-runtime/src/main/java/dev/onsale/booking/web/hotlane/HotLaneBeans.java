package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.Drain;
import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.ProblemWriter;
import dev.onsale.booking.boundary.Visitors;
import dev.onsale.booking.config.Roles;
import dev.onsale.booking.web.HoldDesk;
import dev.onsale.booking.web.QueueDesk;
import dev.onsale.runtime.Role;
import io.micrometer.core.instrument.MeterRegistry;
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

  @Bean
  HotLane hotLane(
      QueueDesk desk,
      HoldDesk holds,
      Roles roles,
      Visitors visitors,
      EventPath event,
      JsonMapper json,
      MeterRegistry meters,
      Drain drain) {
    InFlight inFlight = new InFlight(MOST_IN_FLIGHT);
    Map<String, HotPath> paths = new HashMap<>();
    if (roles.has(Role.Queue)) {
      String queue = event.base() + "/queue/";
      paths.put(queue + "status", new StatusPath(desk));
      paths.put(queue + "places", new JoinPath(desk, visitors, inFlight, json));
      paths.put(queue + "claims", new ClaimPath(desk, visitors, inFlight, json));
    }
    if (roles.has(Role.Booking)) {
      paths.put(event.base() + "/holds", new HoldPath(holds, visitors, inFlight, json));
    }
    return new HotLane(paths, new ProblemWriter(json), new HotRecord(meters, inFlight), drain);
  }

  /** Of the buyers' server; the management server is another context's. */
  @Bean
  WebServerFactoryCustomizer<NettyReactiveWebServerFactory> hotLaneOfTheServer(HotLane lane) {
    return factory -> factory.addServerCustomizers(lane::before);
  }
}
