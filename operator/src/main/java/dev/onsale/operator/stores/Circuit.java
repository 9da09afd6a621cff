package dev.onsale.operator.stores;

import dev.onsale.operator.conditions.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Remembers for a few seconds that a store does not answer, so that a hundred events behind the
 * first need not each wait for it too. After the rest one caller tries, and the others go on being
 * refused until it knows.
 */
public final class Circuit {

  private static final Duration REST = Duration.ofSeconds(5);

  private record Open(String message, long until) {}

  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  private final LongAdder errors;

  /**
   * @param errors counts every failure, also refusals
   */
  public Circuit(LongAdder errors) {
    this(errors, System::nanoTime);
  }

  Circuit(LongAdder errors, LongSupplier nanos) {
    this.errors = errors;
    this.nanos = nanos;
  }

  /**
   * @param store its address
   * @throws StoreFailure in the words of the last one, while the store rests
   */
  public void check(String store) {
    Open found = open.get(store);
    if (found == null) {
      return;
    }
    long now = nanos.getAsLong();
    boolean mine =
        now - found.until() >= 0
            && open.replace(store, found, new Open(found.message(), now + REST.toNanos()));
    if (!mine) {
      throw new StoreFailure(Reason.Unreachable, found.message());
    }
  }

  public void answered(String store) {
    open.remove(store);
  }

  /** A store that refuses does answer; only silence opens the circuit. */
  public StoreFailure failed(String store, StoreFailure failure) {
    errors.increment();
    if (failure.reason() == Reason.Unreachable) {
      open.put(
          store,
          new Open(String.valueOf(failure.getMessage()), nanos.getAsLong() + REST.toNanos()));
    } else {
      open.remove(store);
    }
    return failure;
  }
}
