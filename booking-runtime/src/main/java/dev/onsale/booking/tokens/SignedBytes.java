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
  private static final byte VERSION = 1;
  private static final int HEAD = 10;
  private static final int TAIL = 16;
  private static final int LONGEST = 400;

  private final String purpose;
  private final Mac mac;
  private final byte[] head;

  /**
   * @param event what a token of another event must not be mistaken for
   */
  SignedBytes(String purpose, byte[] key, String event) {
    this.purpose = purpose;
    this.mac = new Mac(key);
    this.head =
        ByteBuffer.allocate(HEAD)
            .put(VERSION)
            .put(sha256(key)[0])
            .put(sha256(event.getBytes(StandardCharsets.UTF_8)), 0, 8)
            .array();
  }

  Mac mac() {
    return mac;
  }

  String seal(byte[] content) {
    byte[] signed = ByteBuffer.allocate(HEAD + content.length).put(head).put(content).array();
    byte[] whole = Arrays.copyOf(signed, signed.length + TAIL);
    System.arraycopy(mac.sign(purpose, signed), 0, whole, signed.length, TAIL);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  /** The content, unless this event's key did not sign it. */
  Optional<ByteBuffer> open(String token) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    byte[] whole;
    try {
      whole = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    int signed = whole.length - TAIL;
    if (signed < HEAD || !Arrays.equals(whole, 0, HEAD, head, 0, HEAD)) {
      return Optional.empty();
    }
    byte[] signature = Arrays.copyOfRange(whole, signed, whole.length);
    if (!mac.verifies(signature, purpose, Arrays.copyOf(whole, signed))) {
      return Optional.empty();
    }
    return Optional.of(ByteBuffer.wrap(whole, HEAD, signed - HEAD).slice());
  }

  static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
