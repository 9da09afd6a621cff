package dev.onsale.runtime;

import java.time.Duration;

/** What a runtime signs for buyers; each kind has keys of its own. */
public enum TokenKind {
  /** A place in the waiting room, or a registration for the draw. */
  Place(Duration.ofDays(180)),
  /** A session. */
  Entry(Duration.ofHours(24)),
  /** The cookie of an anonymous device. */
  Device(Duration.ofDays(180)),
  /** The cookie of somebody who logged in. */
  Identity(Duration.ofHours(24)),
  /** What a buyer holds, so that it can be held again should Redis lose it. */
  Hold(Duration.ofHours(24));

  /** A new key is known everywhere by then, and only then signs. */
  public static final Duration KNOWN_BEFORE_IT_SIGNS = Duration.ofMinutes(5);

  private final Duration longestLife;

  TokenKind(Duration longestLife) {
    this.longestLife = longestLife;
  }

  /** No token of this kind is issued for longer, so that an old key need not be known longer. */
  public Duration longestLife() {
    return longestLife;
  }

  /** Purpose of the key's derivation. */
  public String keyName() {
    return switch (this) {
      case Place -> "place-key";
      case Entry -> "entry-key";
      case Device -> "device-key";
      case Identity -> "identity-key";
      case Hold -> "hold-key";
    };
  }
}
