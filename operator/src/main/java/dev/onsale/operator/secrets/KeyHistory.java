package dev.onsale.operator.secrets;

import dev.onsale.runtime.RuntimeKeys;
import dev.onsale.runtime.TokenKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Since when there are which token keys. They change with the generation of the logins; kept in
 * {@code status.data.keys}, because the times decide until when an old key is accepted.
 *
 * @param known oldest first, at least one
 */
public record KeyHistory(List<Since> known) {

  /** Of an event that never rotated. */
  public static final KeyHistory FIRST = new KeyHistory(List.of(new Since(1, null)));

  /** Between the clocks of those who issue and those who check, and a token's own leeway. */
  private static final Duration LEEWAY = Duration.ofMinutes(5);

  private static final int IDS = 255;

  public KeyHistory {
    known = List.copyOf(known);
  }

  /**
   * @param at null for the first keys
   */
  public record Since(int generation, @Nullable Instant at) {}

  /**
   * With the keys of this generation, new now unless they are known; without those that are over.
   */
  public KeyHistory upTo(int generation, Instant now) {
    List<Since> all = new ArrayList<>(known);
    if (generation > all.getLast().generation()) {
      all.add(new Since(generation, now.truncatedTo(ChronoUnit.SECONDS)));
    }
    while (all.size() > 1 && !now.isBefore(replaced(all.get(1), TokenKind.Place.longestLife()))) {
      all.removeFirst();
    }
    return new KeyHistory(all);
  }

  /**
   * What the runtime is told.
   *
   * @param kind of the tokens
   * @param key base64 of the key of a generation
   */
  List<RuntimeKeys.Key> keys(TokenKind kind, IntFunction<String> key) {
    List<RuntimeKeys.Key> keys = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      Since since = known.get(i);
      boolean newest = i == known.size() - 1;
      keys.add(
          new RuntimeKeys.Key(
              (since.generation() - 1) % IDS + 1,
              key.apply(since.generation()),
              since.at() == null
                  ? null
                  : since.at().plus(TokenKind.KNOWN_BEFORE_IT_SIGNS).toString(),
              newest ? null : replaced(known.get(i + 1), kind.longestLife()).toString()));
    }
    return keys;
  }

  /** When the last token of the keys before has expired. */
  private static Instant replaced(Since next, Duration life) {
    Instant at = next.at();
    return at == null
        ? Instant.MAX
        : at.plus(TokenKind.KNOWN_BEFORE_IT_SIGNS).plus(life).plus(LEEWAY);
  }
}
