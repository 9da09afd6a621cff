package dev.onsale.booking.boundary;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
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
    ServerHttpRequest request = exchange.getRequest();
    boolean reads = request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
    boolean cookies = !request.getCookies().isEmpty();
    if (reads || !cookies || own(request.getHeaders())) {
      return chain.filter(exchange);
    }
    return Mono.error(
        new ProblemException(
            403,
            "foreign-origin",
            "This call came from another site",
            "only pages of this site may write with its cookies"));
  }

  private static boolean own(HttpHeaders headers) {
    @Nullable String site = headers.getFirst("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    @Nullable String origin = headers.getFirst(HttpHeaders.ORIGIN);
    return origin == null || authority(origin).equals(headers.getFirst(HttpHeaders.HOST));
  }

  private static String authority(String origin) {
    try {
      return String.valueOf(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException notAUri) {
      return "";
    }
  }
}
