package dev.onsale.booking.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells a repeated request from another one under the same idempotency key. */
final class BodyHash {
  private BodyHash() {}

  /** SHA-256 over what the request asks for; the order and spacing of its JSON do not count. */
  static String of(Object... fields) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Object field : fields) {
        byte[] bytes = field.toString().getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of the platform", e);
    }
  }
}
