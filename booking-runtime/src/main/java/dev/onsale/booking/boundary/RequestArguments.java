package dev.onsale.booking.boundary;

import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.util.Set;
import org.springframework.core.MethodParameter;
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

  private final Visitors visitors;

  public RequestArguments(Visitors visitors) {
    this.visitors = visitors;
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
    Caller caller = new ExchangeCaller(exchange.getRequest());
    if (type == IdempotencyKey.class) {
      return IdempotencyKey.of(caller);
    }
    Identity who = visitors.known(caller);
    if (type == Identity.class) {
      return who;
    }
    if (type == Session.class) {
      return visitors.session(caller, who);
    }
    return type == Place.class ? visitors.place(caller, who) : who.buyer();
  }
}
