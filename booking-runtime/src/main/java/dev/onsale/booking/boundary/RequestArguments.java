package dev.onsale.booking.boundary;

import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.DeviceIdentity;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpCookie;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.SyncHandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * What controllers may take as parameters: the {@link Buyer} who calls (else 401) and the {@link
 * IdempotencyKey} (else 400).
 */
public final class RequestArguments implements SyncHandlerMethodArgumentResolver {
  private final DeviceIdentity devices;

  public RequestArguments(DeviceIdentity devices) {
    this.devices = devices;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    Class<?> type = parameter.getParameterType();
    return type == Buyer.class || type == IdempotencyKey.class;
  }

  @Override
  public Object resolveArgumentValue(
      MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
    if (parameter.getParameterType() == IdempotencyKey.class) {
      return IdempotencyKey.parse(exchange.getRequest().getHeaders().getFirst("Idempotency-Key"));
    }
    return buyer(exchange);
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
