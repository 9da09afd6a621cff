package dev.onsale.booking.boundary;

import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.tokens.EntryTokens;
import dev.onsale.booking.tokens.PlaceTokens;
import org.jspecify.annotations.Nullable;

/** What place and entry tokens are worth in the hands of who shows them. */
public final class QueueTokens {
  /** Header of a place token. */
  public static final String PLACE_HEADER = "X-Queue-Place-Token";

  /** Cookie of a place token, for pages that send no headers. */
  public static final String PLACE_COOKIE = "onsale_place";

  /** Header of an entry token. */
  public static final String ENTRY_HEADER = "X-Queue-Entry-Token";

  /** Cookie of an entry token. */
  public static final String ENTRY_COOKIE = "onsale_entry";

  private static final String ASK_AGAIN =
      "send the token you were given, together with your cookie";

  private final PlaceTokens places;
  private final EntryTokens entries;

  public QueueTokens(PlaceTokens places, EntryTokens entries) {
    this.places = places;
    this.entries = entries;
  }

  /**
   * The place of this buyer.
   *
   * @param token from the header, else the cookie
   * @throws ProblemException 401 without a token of ours that is still good, 403 with another's
   */
  public PlaceTokens.Place place(@Nullable String token, Buyer buyer) {
    var shown =
        places
            .read(given(token, PLACE_HEADER, "place-token-required"), buyer.id())
            .orElseThrow(() -> unauthorized("place-token-invalid", "it is not of this event"));
    if (!shown.yours()) {
      throw new ProblemException(
          403, "anothers-place", "This place is somebody else's", "a place cannot be handed on");
    }
    if (shown.expired()) {
      throw unauthorized("place-token-expired", "its time is over");
    }
    return shown.place();
  }

  /**
   * The session of this buyer.
   *
   * @param token from the header, else the cookie
   * @throws ProblemException 401 without a token of ours that is still good, 403 with another's
   */
  public Session session(@Nullable String token, Buyer buyer) {
    var shown =
        entries
            .read(given(token, ENTRY_HEADER, "entry-token-required"), buyer.id())
            .orElseThrow(() -> unauthorized("entry-token-invalid", "it is not of this event"));
    if (!shown.yours()) {
      throw new ProblemException(
          403,
          "anothers-session",
          "This session is somebody else's",
          "a session cannot be handed on");
    }
    if (shown.expired()) {
      throw unauthorized("entry-token-expired", "the session is over");
    }
    return new Session(buyer, shown.session(), shown.expiresAt());
  }

  private static String given(@Nullable String token, String header, String slug) {
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
