package dev.onsale.booking.boundary;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Answers only for the event of this process: paths of any other event are 404. */
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
public final class EventPath implements WebFilter {
  /** Where controllers are mapped. */
  public static final String BASE = "/v1/events/{namespace}/{name}";

  private static final String EVENTS = "/v1/events/";

  private final String base;

  public EventPath(String namespace, String name) {
    this.base = EVENTS + namespace + "/" + name;
  }

  /** The event's base path, without a slash at its end. */
  public String base() {
    return base;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    String path = exchange.getRequest().getPath().value();
    boolean ours = path.equals(base) || path.startsWith(base + "/");
    if (path.startsWith(EVENTS) && !ours) {
      return Mono.error(ProblemException.notFound("this service sells " + base + " only"));
    }
    // What is public says so itself.
    exchange.getResponse().getHeaders().setCacheControl("no-store");
    return chain.filter(exchange);
  }
}
