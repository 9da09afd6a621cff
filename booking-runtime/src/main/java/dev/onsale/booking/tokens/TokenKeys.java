package dev.onsale.booking.tokens;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.lifecycle.Periodic;
import dev.onsale.booking.tokens.KeyRing.Held;
import dev.onsale.runtime.RuntimeKeys;
import dev.onsale.runtime.TokenKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code token-keys.json}, read again every second. While the file cannot be read the last good one
 * stays in force.
 */
public final class TokenKeys extends Periodic {
  private static final Logger log = LoggerFactory.getLogger(TokenKeys.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final ConfigFolder folder;
  private final Clock clock;
  private volatile InForce inForce;

  private record InForce(RuntimeKeys read, Map<TokenKind, List<Held>> keys) {}

  /** Reads the file once; fails when that first read does. */
  public TokenKeys(ConfigFolder folder, Clock clock) {
    super("token-keys", INTERVAL);
    this.folder = folder;
    this.clock = clock;
    this.inForce = usable(folder.tokenKeys());
  }

  /** The keys of a kind, now and after every change. */
  public KeyRing ring(TokenKind kind) {
    return new KeyRing(() -> Objects.requireNonNull(inForce.keys().get(kind)), clock);
  }

  @Override
  protected void step() {
    RuntimeKeys read = folder.tokenKeys();
    if (!read.equals(inForce.read())) {
      inForce = usable(read);
      log.info("token keys changed; the newest place key is {}", read.place().getLast());
    }
  }

  @Override
  protected void tell(RuntimeException failure) {
    log.warn("token keys stay as they are: {}", failure.getMessage());
  }

  private static InForce usable(RuntimeKeys read) {
    Map<TokenKind, List<Held>> keys = new EnumMap<>(TokenKind.class);
    for (TokenKind kind : TokenKind.values()) {
      List<Held> held = read.of(kind).stream().map(TokenKeys::held).toList();
      if (held.isEmpty()) {
        throw new IllegalArgumentException(
            "secrets/token-keys.json has no key of kind " + kind + "; it needs one");
      }
      keys.put(kind, held);
    }
    return new InForce(read, keys);
  }

  private static Held held(RuntimeKeys.Key key) {
    byte[] secret = Base64.getDecoder().decode(key.key());
    if (key.id() < 1 || key.id() > 255 || secret.length != 32) {
      throw new IllegalArgumentException(
          "secrets/token-keys.json: key "
              + key.id()
              + " has "
              + secret.length
              + " bytes; ids are 1 to 255, keys 32 bytes in base64");
    }
    return new Held(
        key.id(), new Mac(secret), instant(key.signsFrom()), instant(key.verifiesUntil()));
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }
}
