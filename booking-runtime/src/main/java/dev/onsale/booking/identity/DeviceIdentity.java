package dev.onsale.booking.identity;

import dev.onsale.booking.tokens.Mac;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Anonymous visitors: a random device id in a signed cookie. The signature keeps anybody from
 * choosing an id; whoever has the cookie is the visitor.
 */
public final class DeviceIdentity {
  /** Name of the cookie. */
  public static final String COOKIE = "onsale_device";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
  private static final Pattern FORM = Pattern.compile("v1\\.([\\w-]{22})\\.([\\w-]{43})");

  private final Mac mac;

  /**
   * @param key 32 bytes
   */
  public DeviceIdentity(byte[] key) {
    this.mac = new Mac(key);
  }

  /** A cookie value for a visitor seen for the first time. */
  public String issue() {
    byte[] id = new byte[16];
    RANDOM.nextBytes(id);
    String text = TEXT.encodeToString(id);
    return "v1." + text + "." + TEXT.encodeToString(mac.sign("device", text));
  }

  /** The visitor behind a cookie value, unless it is not one of ours. */
  public Optional<Buyer> recognise(String cookie) {
    var parts = FORM.matcher(cookie);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String id = parts.group(1);
    if (!mac.verifies(Base64.getUrlDecoder().decode(parts.group(2)), "device", id)) {
      return Optional.empty();
    }
    return Optional.of(new Buyer("d_" + mac.pseudonym(id)));
  }
}
