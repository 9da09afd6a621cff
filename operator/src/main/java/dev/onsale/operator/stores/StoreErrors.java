package dev.onsale.operator.stores;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Counts calls to stores that failed, one counter a kind of store. */
public final class StoreErrors {

  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

  /** The counter of a kind of store, such as {@code redis}. */
  public LongAdder of(String store) {
    return counters.computeIfAbsent(store, kind -> new LongAdder());
  }

  /** What stands now can be asked again and again. */
  public Map<String, LongSupplier> byStore() {
    return counters.entrySet().stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> entry.getValue()::sum));
  }
}
