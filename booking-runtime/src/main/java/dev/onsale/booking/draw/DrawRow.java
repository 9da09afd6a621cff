package dev.onsale.booking.draw;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The event's draw in PostgreSQL; texts are hex.
 *
 * @param secret known to nobody outside before the seed is published
 * @param seed null until registration has closed
 * @param beacon randomness of the round; null before, and without a beacon
 */
record DrawRow(
    String secret,
    String commitment,
    @Nullable String seed,
    @Nullable String beacon,
    @Nullable String signature,
    @Nullable String previousSignature) {

  byte[] secretBytes() {
    return HexFormat.of().parseHex(secret);
  }

  @Override
  public String toString() {
    return "DrawRow[" + commitment + ", seed " + seed + "]";
  }
}
