package dev.onsale.booking.boundary;

import dev.onsale.booking.identity.DeviceIdentity;
import dev.onsale.booking.identity.Identities;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/** Who calls, and what the tokens they show are worth: the same answers for every path. */
public final class Visitors {
  /** Longer than any sale; orders are reached without the cookie too. */
  private static final Duration COOKIE_LIFE = Duration.ofDays(180);

  private final Identities identities;
  private final DeviceIdentity devices;
  private final QueueTokens tokens;
  private final String path;

  public Visitors(
      Identities identities, DeviceIdentity devices, QueueTokens tokens, EventPath path) {
    this.identities = identities;
    this.devices = devices;
    this.tokens = tokens;
    this.path = path.base();
  }

  /**
   * Somebody who is known, maybe only now.
   *
   * @param setCookie value of the header that lets them be known next time; null if they have it
   */
  public record Met(Identity who, @Nullable String setCookie) {}

  /**
   * Who calls.
   *
   * @throws ProblemException 401 for somebody we do not know
   */
  public Identity known(Caller caller) {
    return recognised(caller)
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

  /**
   * Who calls; a device seen for the first time gets a cookie. Only in answer to a POST.
   *
   * @throws ProblemException 401 where one has to log in first
   */
  public Met recogniseOrGreet(Caller caller) {
    Optional<Identity> known = recognised(caller);
    if (known.isPresent()) {
      return new Met(known.get(), null);
    }
    if (!identities.anonymous()) {
      throw new ProblemException(
          401, "identity-required", "Please log in", "this event admits known buyers only");
    }
    return greet(caller.encrypted());
  }

  /**
   * The caller's place.
   *
   * @throws ProblemException as {@link QueueTokens#place}
   */
  public Place place(Caller caller, Identity who) {
    return tokens.place(
        caller.token(QueueTokens.PLACE_HEADER, QueueTokens.PLACE_COOKIE), who.buyer());
  }

  /**
   * The caller's session.
   *
   * @throws ProblemException as {@link QueueTokens#session}
   */
  public Session session(Caller caller, Identity who) {
    return tokens.session(
        caller.token(QueueTokens.ENTRY_HEADER, QueueTokens.ENTRY_COOKIE), who.buyer());
  }

  private Optional<Identity> recognised(Caller caller) {
    return identities.recognise(
        caller.cookie(Identities.COOKIE), caller.cookie(DeviceIdentity.COOKIE));
  }

  private Met greet(boolean encrypted) {
    String issued = devices.issue();
    ResponseCookie cookie =
        ResponseCookie.from(DeviceIdentity.COOKIE, issued)
            .path(path)
            .httpOnly(true)
            .sameSite("Lax")
            .secure(encrypted)
            .maxAge(COOKIE_LIFE)
            .build();
    return devices
        .recognise(issued)
        .map(buyer -> new Met(Identity.of(buyer), cookie.toString()))
        .orElseThrow(() -> new IllegalStateException("a cookie just issued is not recognised"));
  }
}
