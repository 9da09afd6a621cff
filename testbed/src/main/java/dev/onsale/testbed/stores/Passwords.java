package dev.onsale.testbed.stores;

import java.security.SecureRandom;
import java.util.HexFormat;

final class Passwords {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Passwords() {}

  /** 96 random bits in hexadecimal: safe in SQL, in URLs and in configuration files. */
  static String next() {
    byte[] bytes = new byte[12];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
