package dev.onsale.booking.identity;

import dev.onsale.booking.tokens.KeyRing;
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

  /** {@code v1} is of the first key; {@code v2} names its own. */
  private static final Pattern FORM =
      Pattern.compile("v(?:1|2\\.(\\d{1,3}))\\.([\\w-]{22})\\.([\\w-]{43})");

  private final KeyRing keys;
  private final Mac pseudonyms;

  /**
   * @param pseudonyms the event's pseudonym key, which never changes
   */
  public DeviceIdentity(KeyRing keys, Mac pseudonyms) {
    this.keys = keys;
    this.pseudonyms = pseudonyms;
  }

  /** A cookie value for a visitor seen for the first time. */
  public String issue() {
    byte[] id = new byte[16];
    RANDOM.nextBytes(id);
    String text = TEXT.encodeToString(id);
    KeyRing.Signed signed = keys.sign("device", text);
    return "v2." + signed.keyId() + "." + text + "." + TEXT.encodeToString(signed.signature());
  }

  /** The visitor behind a cookie value, unless it is not one of ours. */
  public Optional<Buyer> recognise(String cookie) {
    var parts = FORM.matcher(cookie);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int keyId = parts.group(1) == null ? 1 : Integer.parseInt(parts.group(1));
    String id = parts.group(2);
    byte[] signature = Base64.getUrlDecoder().decode(parts.group(3));
    return keys.verifies(keyId, signature, "device", id)
        ? Optional.of(new Buyer("d_" + pseudonyms.pseudonym(id)))
        : Optional.empty();
  }
}
