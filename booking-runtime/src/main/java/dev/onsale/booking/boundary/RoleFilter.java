package dev.onsale.booking.boundary;

import dev.onsale.booking.config.Roles;
import dev.onsale.runtime.BuyerPaths;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Answers only what this process is there for: a path of another role is 404. */
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
public final class RoleFilter implements WebFilter {

  private final Roles roles;
  private final String namespace;
  private final String event;

  public RoleFilter(Roles roles, String namespace, String event) {
    this.roles = roles;
    this.namespace = namespace;
    this.event = event;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    String path = exchange.getRequest().getPath().value();
    return BuyerPaths.role(namespace, event, path)
        .filter(needed -> !roles.has(needed))
        .map(
            needed ->
                Mono.<Void>error(
                    ProblemException.notFound(
                        "this process does not answer this path; ask the event's pods of role "
                            + needed.word())))
        .orElseGet(() -> chain.filter(exchange));
  }
}
