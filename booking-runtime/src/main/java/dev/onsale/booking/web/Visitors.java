package dev.onsale.booking.web;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.DeviceIdentity;
import dev.onsale.booking.identity.Identities;
import dev.onsale.booking.identity.Identity;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/** Gives a visitor seen for the first time a device cookie; only ever in answer to a POST. */
final class Visitors {
  /** Longer than any sale; orders are reached without the cookie too. */
  private static final Duration COOKIE_LIFE = Duration.ofDays(180);

  private final Identities identities;
  private final DeviceIdentity devices;
  private final String path;

  Visitors(Identities identities, DeviceIdentity devices, EventPath path) {
    this.identities = identities;
    this.devices = devices;
    this.path = path.base();
  }

  Identity recogniseOrGreet(ServerWebExchange exchange) {
    Optional<Identity> known =
        identities.recognise(
            cookie(exchange, Identities.COOKIE), cookie(exchange, DeviceIdentity.COOKIE));
    if (known.isEmpty() && !identities.anonymous()) {
      throw new ProblemException(
          401, "identity-required", "Please log in", "this event admits known buyers only");
    }
    return known.orElseGet(() -> Identity.of(greet(exchange)));
  }

  private static @Nullable String cookie(ServerWebExchange exchange, String name) {
    HttpCookie cookie = exchange.getRequest().getCookies().getFirst(name);
    return cookie == null ? null : cookie.getValue();
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
