package dev.onsale.booking.tokens;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/**
 * Entry tokens name a session and are bound to its identity. By themselves they give nothing: the
 * script that acts looks the session up.
 */
public final class EntryTokens {
  private static final int CONTENT = 4 + 1 + 8 + 8 + 8;
  private static final int LONGEST = 100;

  private final SignedBytes frame;
  private final KeyRing keys;

  /**
   * @param event identifies the event among all events of all clusters
   */
  public EntryTokens(KeyRing keys, String event) {
    this.keys = keys;
    this.frame = new SignedBytes("entry", keys, event, LONGEST);
  }

  /**
   * What a token says.
   *
   * @param yours whether it was issued to the identity that shows it
   * @param expired whether the session's time is over, a clock's difference allowed for
   */
  public record Shown(SessionId session, boolean yours, Instant expiresAt, boolean expired) {}

  /** A token for the session. */
  public String issue(SessionId session, String identity, Instant expiresAt) {
    return frame.seal(
        mac ->
            ByteBuffer.allocate(CONTENT)
                .putInt(Math.toIntExact(session.epoch()))
                .put((byte) session.lane())
                .putLong(session.number())
                .putLong(expiresAt.toEpochMilli())
                .put(PlaceTokens.binding(mac, identity))
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
              SessionId session = new SessionId(content.getInt(), content.get(), content.getLong());
              Instant expiresAt = Instant.ofEpochMilli(content.getLong());
              byte[] bound = new byte[8];
              content.get(bound);
              return new Shown(
                  session,
                  MessageDigest.isEqual(bound, PlaceTokens.binding(opened.mac(), identity)),
                  expiresAt,
                  Expiry.over(expiresAt, keys.clock()));
            });
  }
}
