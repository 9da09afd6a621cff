package dev.onsale.operator.stores;

import org.jspecify.annotations.Nullable;

/**
 * How far a store's server is trusted.
 *
 * @param authority certificates in PEM that sign the server's; null for those the JVM knows
 */
public record Trust(Level level, @Nullable String authority) {

  public static final Trust PLAIN = new Trust(Level.Plain, null);

  /** What a connection asks of the server. */
  public enum Level {
    /** No encryption. */
    Plain,
    /** Encryption, whoever the server is. */
    Encrypted,
    /** Encryption, a certificate that is signed by the authority, and the server's name in it. */
    Verified
  }

  public boolean encrypts() {
    return level != Level.Plain;
  }

  public boolean verifies() {
    return level == Level.Verified;
  }

  @Override
  public String toString() {
    return "Trust[" + level + (authority == null ? "]" : ", own authority]");
  }
}
