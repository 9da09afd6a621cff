package dev.onsale.operator.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers of the API server about what all events share, remembered for a moment: with a thousand
 * events the same Namespace and the same Secrets would be asked for hundreds of times a second.
 * What is not there, and what failed, is not remembered, so nobody waits for it longer than
 * without.
 *
 * @param <K> what is asked for
 * @param <V> what is answered
 */
public final class RecentAnswers<K, V> {

  /** A change is noticed so much later at most; a status is looked at every 30 s. */
  public static final Duration MOMENT = Duration.ofSeconds(2);

  private record Answer<V>(V value, long until) {}

  private final Map<K, Answer<V>> answers = new ConcurrentHashMap<>();
  private final long nanos;
  private final LongSupplier nanoTime;

  public RecentAnswers() {
    this(MOMENT, System::nanoTime);
  }

  RecentAnswers(Duration time, LongSupplier nanoTime) {
    this.nanos = time.toNanos();
    this.nanoTime = nanoTime;
  }

  /**
   * What was answered within the last moment, else what is answered now. Two who ask at the same
   * time may both ask.
   *
   * @param ask answers null for what is not there
   */
  public @Nullable V get(K key, Function<K, @Nullable V> ask) {
    Answer<V> recent = answers.get(key);
    if (recent != null && recent.until() - nanoTime.getAsLong() > 0) {
      return recent.value();
    }
    V value = ask.apply(key);
    if (value == null) {
      answers.remove(key);
      return null;
    }
    answers.put(key, new Answer<>(value, nanoTime.getAsLong() + nanos));
    return value;
  }
}
