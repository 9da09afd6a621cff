package dev.onsale.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the event's tokens: file {@code token-keys.json} of the event's Secret, re-read while
 * the process runs. Of each kind there is one key that signs now, perhaps one to come, and those
 * whose tokens may still be shown.
 */
public record RuntimeKeys(
    List<Key> place, List<Key> entry, List<Key> device, List<Key> identity, List<Key> hold) {

  /**
   * A key for HMAC-SHA-256.
   *
   * @param id 1 to 255, written into every token
   * @param key 32 bytes, base64
   * @param signsFrom RFC 3339; null for the first key
   * @param verifiesUntil RFC 3339; null for the newest key
   */
  public record Key(
      int id, String key, @Nullable String signsFrom, @Nullable String verifiesUntil) {
    @Override
    public String toString() {
      return "Key[" + id + ", signs from " + signsFrom + ", verifies until " + verifiesUntil + "]";
    }
  }

  /** The keys of a kind; oldest first, at least one. */
  public List<Key> of(TokenKind kind) {
    return switch (kind) {
      case Place -> place;
      case Entry -> entry;
      case Device -> device;
      case Identity -> identity;
      case Hold -> hold;
    };
  }
}
