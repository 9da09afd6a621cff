package dev.onsale.booking.web;

import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.DeviceIdentity;
import dev.onsale.booking.orders.Order;
import dev.onsale.booking.orders.OrderRows;
import dev.onsale.booking.tokens.Mac;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who may see an order: the buyer who placed it, or whoever has its access secret. To everybody
 * else it does not exist.
 */
final class OrderAccess {
  /** Carries the access secret. */
  static final String HEADER = "X-Order-Access";

  private static final String PURPOSE = "order-access";
  private static final int SECRET_LENGTH = 43;

  private final OrderRows orders;
  private final DeviceIdentity devices;
  private final Mac mac;

  OrderAccess(OrderRows orders, DeviceIdentity devices, Mac mac) {
    this.orders = orders;
    this.devices = devices;
    this.mac = mac;
  }

  /** The secret for the link in the buyer's mail. */
  String secret(UUID order) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(mac.sign(PURPOSE, order.toString()));
  }

  /** The order with that id, if the caller may see it; else 404, or 401 without any identity. */
  Order order(String id, ServerWebExchange exchange) {
    UUID order = uuid(id).orElseThrow(OrderAccess::unknown);
    String secret = exchange.getRequest().getHeaders().getFirst(HEADER);
    Optional<Buyer> buyer = buyer(exchange);
    if (secret == null && buyer.isEmpty()) {
      throw new ProblemException(
          401,
          "identity-required",
          "We do not know who you are",
          "send the cookie of the device that ordered, or the header " + HEADER);
    }
    boolean opened = opens(secret, order);
    return orders
        .find(order)
        .filter(found -> opened || buyer.filter(who -> who.id().equals(found.buyer())).isPresent())
        .orElseThrow(OrderAccess::unknown);
  }

  /** A UUID in its usual form. */
  static Optional<UUID> uuid(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  private static ProblemException unknown() {
    return ProblemException.notFound("you have no such order");
  }

  private boolean opens(@Nullable String secret, UUID order) {
    if (secret == null || secret.length() != SECRET_LENGTH) {
      return false;
    }
    try {
      return mac.verifies(Base64.getUrlDecoder().decode(secret), PURPOSE, order.toString());
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private Optional<Buyer> buyer(ServerWebExchange exchange) {
    HttpCookie cookie = exchange.getRequest().getCookies().getFirst(DeviceIdentity.COOKIE);
    return cookie == null ? Optional.empty() : devices.recognise(cookie.getValue());
  }
}
