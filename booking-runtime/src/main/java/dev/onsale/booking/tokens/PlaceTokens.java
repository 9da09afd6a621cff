package dev.onsale.booking.tokens;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Place tokens: all that is known of a visitor's place. Bound to an identity by 8 bytes of HMAC, so
 * that a place cannot be handed on.
 */
public final class PlaceTokens {
  private static final int CONTENT = 4 + 1 + 8 + 8 + 8;

  private final SignedBytes frame;

  /**
   * @param key 32 bytes
   * @param event identifies the event among all events of all clusters
   */
  public PlaceTokens(byte[] key, String event) {
    this.frame = new SignedBytes("place", key, event);
  }

  /**
   * A place.
   *
   * @param epoch the epoch it was given in
   * @param lane number of the lane, 0 for the only one
   * @param number from 1
   */
  public record Place(long epoch, int lane, long number, Instant issuedAt) {}

  /**
   * What a token says.
   *
   * @param yours whether it was issued to the identity that shows it
   */
  public record Shown(Place place, boolean yours) {}

  /** A token for the place, good for that identity only. */
  public String issue(Place place, String identity) {
    return frame.seal(
        ByteBuffer.allocate(CONTENT)
            .putInt(Math.toIntExact(place.epoch()))
            .put((byte) place.lane())
            .putLong(place.number())
            .putLong(place.issuedAt().toEpochMilli())
            .put(binding(identity))
            .array());
  }

  /** Reads a token; empty when this event did not issue it. */
  public Optional<Shown> read(String token, String identity) {
    return frame
        .open(token)
        .filter(content -> content.remaining() == CONTENT)
        .map(
            content -> {
              Place place =
                  new Place(
                      content.getInt(),
                      content.get(),
                      content.getLong(),
                      Instant.ofEpochMilli(content.getLong()));
              byte[] bound = new byte[8];
              content.get(bound);
              return new Shown(place, MessageDigest.isEqual(bound, binding(identity)));
            });
  }

  private byte[] binding(String identity) {
    return Arrays.copyOf(frame.mac().sign("bound to", identity), 8);
  }
}
