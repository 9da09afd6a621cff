package dev.onsale.booking.tokens;

import dev.onsale.runtime.TokenKind;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Place tokens: all that is known of a visitor's place. Bound to an identity by 8 bytes of HMAC, so
 * that a place cannot be handed on.
 */
public final class PlaceTokens {
  private static final int CONTENT = 4 + 1 + 8 + 4 + 8;
  private static final int LONGEST = 100;
  private static final Duration AFTER_THE_EVENT = Duration.ofDays(7);

  private final SignedBytes frame;
  private final KeyRing keys;

  /**
   * @param event identifies the event among all events of all clusters
   */
  public PlaceTokens(KeyRing keys, String event) {
    this.keys = keys;
    this.frame = new SignedBytes("place", keys, event, LONGEST);
  }

  /**
   * A place.
   *
   * @param epoch the epoch it was given in
   * @param lane number of the lane
   * @param number from 1; 0 in the lane of a draw, where the identity decides
   * @param expiresAt whole seconds
   */
  public record Place(long epoch, int lane, long number, Instant expiresAt) {}

  /**
   * What a token says.
   *
   * @param yours whether it was issued to the identity that shows it
   * @param expired whether its time is over, a clock's difference allowed for
   */
  public record Shown(Place place, boolean yours, boolean expired) {}

  /** When a place given now expires: after the event, and before its key does. */
  public static Instant expiry(Instant now, Instant eventEnds) {
    Instant wanted = eventEnds.plus(AFTER_THE_EVENT);
    Instant latest = now.plus(TokenKind.Place.longestLife());
    return Instant.ofEpochSecond((wanted.isBefore(latest) ? wanted : latest).getEpochSecond());
  }

  /** A token for the place, good for that identity only. */
  public String issue(Place place, String identity) {
    return frame.seal(
        mac ->
            ByteBuffer.allocate(CONTENT)
                .putInt(Math.toIntExact(place.epoch()))
                .put((byte) place.lane())
                .putLong(place.number())
                .putInt((int) place.expiresAt().getEpochSecond())
                .put(binding(mac, identity))
                .array());
  }

  /** Reads a token; empty when this event did not issue it. */
  public Optional<Shown> read(String token, String identity) {
    return frame
        .open(token)
        .filter(opened -> opened.content().remaining() == CONTENT)
        .map(
            opened -> {
              ByteBuffer content = opened.content();
              Place place =
                  new Place(
                      content.getInt(),
                      content.get(),
                      content.getLong(),
                      Instant.ofEpochSecond(Integer.toUnsignedLong(content.getInt())));
              byte[] bound = new byte[8];
              content.get(bound);
              return new Shown(
                  place,
                  MessageDigest.isEqual(bound, binding(opened.mac(), identity)),
                  Expiry.over(place.expiresAt(), keys.clock()));
            });
  }

  static byte[] binding(Mac mac, String identity) {
    return Arrays.copyOf(mac.sign("bound to", identity), 8);
  }
}
