package dev.onsale.booking.web;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.DeviceIdentity;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/** Gives a visitor seen for the first time a device cookie; only ever in answer to a POST. */
final class Visitors {
  /** Longer than any sale; orders are reached without the cookie too. */
  private static final Duration COOKIE_LIFE = Duration.ofDays(180);

  private final DeviceIdentity devices;
  private final String path;
  private final boolean anonymous;

  Visitors(DeviceIdentity devices, EventPath path, boolean anonymous) {
    this.devices = devices;
    this.path = path.base();
    this.anonymous = anonymous;
  }

  Buyer recogniseOrGreet(ServerWebExchange exchange) {
    if (!anonymous) {
      throw new ProblemException(
          401, "identity-required", "Please log in", "this event admits known buyers only");
    }
    HttpCookie cookie = exchange.getRequest().getCookies().getFirst(DeviceIdentity.COOKIE);
    Optional<Buyer> known = devices.recognise(cookie == null ? "" : cookie.getValue());
    return known.orElseGet(() -> greet(exchange));
  }

  private Buyer greet(ServerWebExchange exchange) {
    String issued = devices.issue();
    exchange
        .getResponse()
        .addCookie(
            ResponseCookie.from(DeviceIdentity.COOKIE, issued)
                .path(path)
                .httpOnly(true)
                .sameSite("Lax")
                .secure(encrypted(exchange.getRequest()))
                .maxAge(COOKIE_LIFE)
                .build());
    return devices
        .recognise(issued)
        .orElseThrow(() -> new IllegalStateException("a cookie just issued is not recognised"));
  }

  private static boolean encrypted(ServerHttpRequest request) {
    return request.getSslInfo() != null
        || "https".equalsIgnoreCase(request.getHeaders().getFirst("X-Forwarded-Proto"));
  }
}
