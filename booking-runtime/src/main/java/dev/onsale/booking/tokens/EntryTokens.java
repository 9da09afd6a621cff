package dev.onsale.booking.tokens;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/**
 * Entry tokens name a session and its identity. By themselves they give nothing: the script that
 * acts looks the session up.
 */
public final class EntryTokens {
  private final SignedBytes frame;

  /**
   * @param key 32 bytes
   * @param event identifies the event among all events of all clusters
   */
  public EntryTokens(byte[] key, String event) {
    this.frame = new SignedBytes("entry", key, event);
  }

  /**
   * What a token says.
   *
   * @param session the session's id
   * @param yours whether it was issued to the identity that shows it
   */
  public record Shown(String session, boolean yours, Instant expiresAt) {}

  /** A token for the session. */
  public String issue(String session, String identity, Instant expiresAt) {
    byte[] id = session.getBytes(StandardCharsets.UTF_8);
    byte[] who = identity.getBytes(StandardCharsets.UTF_8);
    return frame.seal(
        ByteBuffer.allocate(8 + 1 + id.length + 1 + who.length)
            .putLong(expiresAt.toEpochMilli())
            .put((byte) id.length)
            .put(id)
            .put((byte) who.length)
            .put(who)
            .array());
  }

  /** Reads a token; empty when this event did not issue it. */
  public Optional<Shown> read(String token, String identity) {
    return frame
        .open(token)
        .map(
            content -> {
              Instant expiresAt = Instant.ofEpochMilli(content.getLong());
              String session = new String(bytes(content), StandardCharsets.UTF_8);
              byte[] who = identity.getBytes(StandardCharsets.UTF_8);
              return new Shown(session, MessageDigest.isEqual(bytes(content), who), expiresAt);
            });
  }

  private static byte[] bytes(ByteBuffer content) {
    byte[] bytes = new byte[content.get()];
    content.get(bytes);
    return bytes;
  }
}
