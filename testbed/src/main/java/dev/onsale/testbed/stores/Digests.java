package dev.onsale.testbed.stores;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

final class Digests {
  private Digests() {}

  /** The first 12 hexadecimal digits of SHA-256: names a folder by the content of its archive. */
  static String shortHash(byte[] bytes) {
    return sha256(bytes).substring(0, 12);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
