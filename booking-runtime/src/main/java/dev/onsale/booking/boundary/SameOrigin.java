package dev.onsale.booking.boundary;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses writes that a browser sends for another site with our cookies. Programs send neither of
 * the two headers, and no site can make a browser leave both out.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
public final class SameOrigin implements WebFilter {

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    try {
      check(new ExchangeCaller(exchange.getRequest()));
    } catch (ProblemException foreign) {
      return Mono.error(foreign);
    }
    return chain.filter(exchange);
  }

  /**
   * Looks at a request.
   *
   * @throws ProblemException 403 for one that another site's page made
   */
  public static void check(Caller caller) {
    if (!caller.reads() && caller.hasCookies() && !own(caller)) {
      throw new ProblemException(
          403,
          "foreign-origin",
          "This call came from another site",
          "only pages of this site may write with its cookies");
    }
  }

  private static boolean own(Caller caller) {
    @Nullable String site = caller.header("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    @Nullable String origin = caller.header(HttpHeaders.ORIGIN);
    return origin == null || authority(origin).equals(caller.header(HttpHeaders.HOST));
  }

  private static String authority(String origin) {
    try {
      return String.valueOf(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException notAUri) {
      return "";
    }
  }
}
