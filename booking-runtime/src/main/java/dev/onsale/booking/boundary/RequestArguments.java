package dev.onsale.booking.boundary;

import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.DeviceIdentity;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.util.Set;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpCookie;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.SyncHandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * What controllers may take as parameters: the {@link Buyer} who calls (else 401), their {@link
 * Session} (else 401 or 403), their {@link Place} (the same) and the {@link IdempotencyKey} (else
 * 400).
 */
public final class RequestArguments implements SyncHandlerMethodArgumentResolver {
  private static final Set<Class<?>> PARAMETERS =
      Set.of(Buyer.class, Session.class, Place.class, IdempotencyKey.class);

  private final DeviceIdentity devices;

  private final QueueTokens tokens;

  public RequestArguments(DeviceIdentity devices, QueueTokens tokens) {
    this.devices = devices;
    this.tokens = tokens;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    Class<?> type = parameter.getParameterType();
    return PARAMETERS.contains(type);
  }

  @Override
  public Object resolveArgumentValue(
      MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
    Class<?> type = parameter.getParameterType();
    if (type == IdempotencyKey.class) {
      return IdempotencyKey.parse(exchange.getRequest().getHeaders().getFirst("Idempotency-Key"));
    }
    Buyer buyer = buyer(exchange);
    if (type == Session.class) {
      return tokens.session(exchange, buyer);
    }
    return type == Place.class ? tokens.place(exchange, buyer) : buyer;
  }

  private Buyer buyer(ServerWebExchange exchange) {
    HttpCookie cookie = exchange.getRequest().getCookies().getFirst(DeviceIdentity.COOKIE);
    return devices
        .recognise(cookie == null ? "" : cookie.getValue())
        .orElseThrow(
            () ->
                new ProblemException(
                    401,
                    "identity-required",
                    "We do not know who you are",
                    "take a place in the queue first; it sets the cookie that this call needs"));
  }
}
