package dev.onsale.booking.tokens;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The common frame of our tokens, base64url: version, key id, event (8 bytes), content, and 16
 * bytes of HMAC over all before.
 */
final class SignedBytes {
  private static final byte VERSION = 2;
  private static final int HEAD = 10;
  private static final int TAIL = 16;

  private final String purpose;
  private final KeyRing keys;
  private final byte[] event;
  private final int longest;

  /**
   * @param event what a token of another event must not be mistaken for
   * @param longest characters of a token at most
   */
  SignedBytes(String purpose, KeyRing keys, String event, int longest) {
    this.purpose = purpose;
    this.keys = keys;
    this.event = Arrays.copyOf(sha256(event.getBytes(StandardCharsets.UTF_8)), 8);
    this.longest = longest;
  }

  /**
   * What a token holds.
   *
   * @param mac of the key that signed it
   */
  record Opened(ByteBuffer content, Mac mac) {}

  /** Writes the content under the key that signs now. */
  interface Content {
    byte[] under(Mac mac);
  }

  String seal(Content content) {
    KeyRing.Held key = keys.signing();
    byte[] inside = content.under(key.mac());
    byte[] signed =
        ByteBuffer.allocate(HEAD + inside.length)
            .put(VERSION)
            .put((byte) key.id())
            .put(event)
            .put(inside)
            .array();
    byte[] whole = Arrays.copyOf(signed, signed.length + TAIL);
    System.arraycopy(key.mac().sign(purpose, signed), 0, whole, signed.length, TAIL);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  /** The content, unless a key of this event did not sign it. */
  Optional<Opened> open(String token) {
    if (token.length() > longest) {
      return Optional.empty();
    }
    byte[] whole;
    try {
      whole = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    int signed = whole.length - TAIL;
    if (signed < HEAD
        || whole[0] != VERSION
        || !Arrays.equals(whole, 2, HEAD, event, 0, event.length)
        || !canonical(token, whole)) {
      return Optional.empty();
    }
    byte[] signature = Arrays.copyOfRange(whole, signed, whole.length);
    return keys.verifying(Byte.toUnsignedInt(whole[1]))
        .filter(mac -> mac.verifies(signature, purpose, Arrays.copyOf(whole, signed)))
        .map(mac -> new Opened(ByteBuffer.wrap(whole, HEAD, signed - HEAD).slice(), mac));
  }

  /** One token has one spelling: base64 leaves bits over at its end. */
  private static boolean canonical(String token, byte[] whole) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole).equals(token);
  }

  static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
