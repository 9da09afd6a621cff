package dev.onsale.booking.boundary;

import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.tokens.EntryTokens;
import dev.onsale.booking.tokens.PlaceTokens;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.web.server.ServerWebExchange;

/** Reads place and entry tokens from a request: the header, else the cookie. */
public final class QueueTokens {
  private static final String ASK_AGAIN =
      "send the token you were given, together with the device's cookie";

  private final PlaceTokens places;
  private final EntryTokens entries;

  public QueueTokens(PlaceTokens places, EntryTokens entries) {
    this.places = places;
    this.entries = entries;
  }

  /**
   * The place of this buyer.
   *
   * @throws ProblemException 401 without a token of ours, 403 with another's
   */
  PlaceTokens.Place place(ServerWebExchange exchange, Buyer buyer) {
    String token = token(exchange, "X-Queue-Place-Token", "onsale_place", "place-token-required");
    var shown =
        places
            .read(token, buyer.id())
            .orElseThrow(() -> unauthorized("place-token-invalid", "it is not of this event"));
    if (!shown.yours()) {
      throw new ProblemException(
          403, "anothers-place", "This place is somebody else's", "a place cannot be handed on");
    }
    return shown.place();
  }

  /**
   * The session of this buyer.
   *
   * @throws ProblemException 401 without a token of ours, 403 with another's
   */
  Session session(ServerWebExchange exchange, Buyer buyer) {
    String token = token(exchange, "X-Queue-Entry-Token", "onsale_entry", "entry-token-required");
    var shown =
        entries
            .read(token, buyer.id())
            .orElseThrow(() -> unauthorized("entry-token-invalid", "it is not of this event"));
    if (!shown.yours()) {
      throw new ProblemException(
          403,
          "anothers-session",
          "This session is somebody else's",
          "a session cannot be handed on");
    }
    return new Session(buyer, shown.session());
  }

  private static String token(
      ServerWebExchange exchange, String header, String cookieName, String slug) {
    @Nullable String token = exchange.getRequest().getHeaders().getFirst(header);
    @Nullable HttpCookie cookie = exchange.getRequest().getCookies().getFirst(cookieName);
    if (token == null && cookie != null) {
      token = cookie.getValue();
    }
    if (token == null || token.isEmpty()) {
      throw unauthorized(slug, "the header " + header + " is missing");
    }
    return token;
  }

  private static ProblemException unauthorized(String slug, String why) {
    return new ProblemException(
        401, slug, "A token of the queue is needed", why + "; " + ASK_AGAIN);
  }
}
