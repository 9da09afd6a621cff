package dev.onsale.booking.tokens;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one kind of token. Several processes exchange them at slightly different times, so a
 * new one is accepted before any process signs with it, and an old one as long as its tokens live.
 */
public final class KeyRing {
  private final Supplier<List<Held>> keys;
  private final Clock clock;

  /**
   * @param keys oldest first, at least one; asked at each use
   */
  KeyRing(Supplier<List<Held>> keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** One key, id 1, for ever. */
  public static KeyRing of(byte[] key) {
    List<Held> only = List.of(new Held(1, new Mac(key), null, null));
    return new KeyRing(() -> only, Clock.systemUTC());
  }

  /**
   * @param id 1 to 255
   * @param signsFrom null: since ever
   * @param verifiesUntil null: no end is known
   */
  record Held(int id, Mac mac, @Nullable Instant signsFrom, @Nullable Instant verifiesUntil) {}

  /** The newest key whose time to sign has come. */
  Held signing() {
    List<Held> all = keys.get();
    Instant now = clock.instant();
    for (int i = all.size() - 1; i > 0; i--) {
      Held key = all.get(i);
      if (key.signsFrom() == null || !now.isBefore(key.signsFrom())) {
        return key;
      }
    }
    return all.getFirst();
  }

  /** The key of that id, unless its last token has expired. */
  Optional<Mac> verifying(int id) {
    for (Held key : keys.get()) {
      boolean over = key.verifiesUntil() != null && !clock.instant().isBefore(key.verifiesUntil());
      if (key.id() == id && !over) {
        return Optional.of(key.mac());
      }
    }
    return Optional.empty();
  }

  /**
   * A signature and the key that made it.
   *
   * @param signature 32 bytes
   */
  public record Signed(int keyId, byte[] signature) {}

  /** Signs under the key that signs now. */
  public Signed sign(String purpose, String text) {
    Held key = signing();
    return new Signed(key.id(), key.mac().sign(purpose, text));
  }

  /** Compares in constant time; false for a key that is not known, or no longer. */
  public boolean verifies(int keyId, byte[] signature, String purpose, String text) {
    return verifying(keyId).map(mac -> mac.verifies(signature, purpose, text)).orElse(false);
  }

  Clock clock() {
    return clock;
  }
}
