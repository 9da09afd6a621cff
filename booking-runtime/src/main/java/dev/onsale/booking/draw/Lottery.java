package dev.onsale.booking.draw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The arithmetic of a draw. {@code docs/verify-draw.md} tells buyers how to do the same by hand.
 */
public final class Lottery {
  /** Bytes of secrets and seeds. */
  static final int BYTES = 32;

  /**
   * Stands for the beacon where there is none. Not empty: the seed would be the commitment, which
   * is known before anybody registers.
   */
  private static final byte[] NO_BEACON = "none".getBytes(StandardCharsets.US_ASCII);

  private Lottery() {}

  /** SHA-256 of the secret, hex. */
  public static String commitment(byte[] secret) {
    return HexFormat.of().formatHex(sha256(secret));
  }

  /**
   * {@code SHA-256(secret ‖ beacon)}.
   *
   * @param beacon 32 bytes of randomness; empty without a beacon
   */
  public static byte[] seed(byte[] secret, byte[] beacon) {
    byte[] other = beacon.length == 0 ? NO_BEACON : beacon;
    byte[] both = Arrays.copyOf(secret, secret.length + other.length);
    System.arraycopy(other, 0, both, secret.length, other.length);
    return sha256(both);
  }

  /** First 64 bits of {@code HMAC-SHA-256(seed, identity)}, without sign. */
  public static long number(byte[] seed, String identity) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(seed, "HmacSHA256"));
      return ByteBuffer.wrap(mac.doFinal(identity.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
    }
  }

  static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
