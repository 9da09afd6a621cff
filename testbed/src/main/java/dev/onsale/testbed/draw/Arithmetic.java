package dev.onsale.testbed.draw;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The draw's arithmetic once more, on text, as {@code docs/verify-draw.md} tells it: what checks
 * does not share code with what is checked.
 */
public final class Arithmetic {
  private static final String NO_BEACON = "none";

  private Arithmetic() {}

  /** SHA-256 of bytes given in hex, as hex. */
  static String sha256OfHex(String hex) {
    return sha256(HexFormat.of().parseHex(hex));
  }

  static String sha256OfText(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param randomness hex; empty without a beacon
   */
  static String seed(String secret, String randomness) {
    String beacon =
        randomness.isEmpty()
            ? HexFormat.of().formatHex(NO_BEACON.getBytes(StandardCharsets.UTF_8))
            : randomness;
    return sha256OfHex(secret + beacon);
  }

  /** 16 hex digits; lower ones enter first. */
  public static String number(String seed, String identity) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(seed), "HmacSHA256"));
      byte[] all = mac.doFinal(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
    }
  }

  private static String sha256(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
