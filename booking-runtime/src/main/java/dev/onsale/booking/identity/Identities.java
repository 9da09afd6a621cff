package dev.onsale.booking.identity;

import dev.onsale.booking.tokens.IdentityTokens;
import dev.onsale.booking.tokens.Mac;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells who a request is from, by what its cookies prove. */
public final class Identities {
  /** Name of the cookie that a login sets. */
  public static final String COOKIE = "onsale_identity";

  private final DeviceIdentity devices;
  private final IdentityTokens logins;
  private final Mac pseudonyms;
  private final boolean anonymous;

  /**
   * @param pseudonyms the event's pseudonym key
   * @param anonymous whether a device is enough, as {@code buyers.identity} says
   */
  public Identities(
      DeviceIdentity devices, IdentityTokens logins, Mac pseudonyms, boolean anonymous) {
    this.devices = devices;
    this.logins = logins;
    this.pseudonyms = pseudonyms;
    this.anonymous = anonymous;
  }

  /** Whether a device is enough. */
  public boolean anonymous() {
    return anonymous;
  }

  /**
   * Who shows these cookies; empty if they prove nobody.
   *
   * @param login value of {@link #COOKIE}
   * @param device value of {@link DeviceIdentity#COOKIE}
   */
  public Optional<Identity> recognise(@Nullable String login, @Nullable String device) {
    return anonymous
        ? devices.recognise(device == null ? "" : device).map(Identity::of)
        : logins.read(login == null ? "" : login).map(this::identity);
  }

  private Identity identity(IdentityTokens.Proven who) {
    String id = "u_" + pseudonyms.pseudonym(who.issuer() + "\n" + who.subject());
    return new Identity(new Buyer(id), who.roles(), who.memberships());
  }
}
