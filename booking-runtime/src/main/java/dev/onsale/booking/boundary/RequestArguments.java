package dev.onsale.booking.boundary;

import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.DeviceIdentity;
import dev.onsale.booking.identity.Identities;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpCookie;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.SyncHandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * What controllers may take as parameters: the {@link Buyer} or {@link Identity} who calls (else
 * 401), their {@link Session} (else 401 or 403), their {@link Place} (the same) and the {@link
 * IdempotencyKey} (else 400).
 */
public final class RequestArguments implements SyncHandlerMethodArgumentResolver {
  private static final Set<Class<?>> PARAMETERS =
      Set.of(Buyer.class, Identity.class, Session.class, Place.class, IdempotencyKey.class);

  private final Identities identities;
  private final QueueTokens tokens;

  public RequestArguments(Identities identities, QueueTokens tokens) {
    this.identities = identities;
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
    Identity who = identity(exchange);
    if (type == Identity.class) {
      return who;
    }
    Buyer buyer = who.buyer();
    if (type == Session.class) {
      return tokens.session(
          token(exchange, QueueTokens.ENTRY_HEADER, QueueTokens.ENTRY_COOKIE), buyer);
    }
    return type == Place.class
        ? tokens.place(token(exchange, QueueTokens.PLACE_HEADER, QueueTokens.PLACE_COOKIE), buyer)
        : buyer;
  }

  private Identity identity(ServerWebExchange exchange) {
    return identities
        .recognise(cookie(exchange, Identities.COOKIE), cookie(exchange, DeviceIdentity.COOKIE))
        .orElseThrow(
            () ->
                new ProblemException(
                    401,
                    "identity-required",
                    "We do not know who you are",
                    identities.anonymous()
                        ? "take a place in the queue first; it sets the cookie that this call needs"
                        : "log in first; it sets the cookie that this call needs"));
  }

  private static @Nullable String token(ServerWebExchange exchange, String header, String cookie) {
    String token = exchange.getRequest().getHeaders().getFirst(header);
    return token == null ? cookie(exchange, cookie) : token;
  }

  private static @Nullable String cookie(ServerWebExchange exchange, String name) {
    HttpCookie cookie = exchange.getRequest().getCookies().getFirst(name);
    return cookie == null ? null : cookie.getValue();
  }
}
