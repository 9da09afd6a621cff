package dev.onsale.operator.health;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How many objects of one kind are worked on at once; the rest wait in the order they came. A kind
 * has slots of its own, so that events that wait for a store never keep its platform from being
 * probed. It also knows how long work takes, and since when.
 */
public final class ReconcileSlots {

  private final String kind;
  private final Semaphore free;
  private final LongSupplier nanos;
  private final Map<Object, Long> working = new ConcurrentHashMap<>();
  private final LongAdder done = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder spent = new LongAdder();
  private volatile long last;

  /**
   * @param kind name of the controller
   * @param slots at least 1
   */
  public ReconcileSlots(String kind, int slots) {
    this(kind, slots, System::nanoTime);
  }

  ReconcileSlots(String kind, int slots, LongSupplier nanos) {
    this.kind = kind;
    this.free = new Semaphore(slots, true);
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /**
   * @throws IllegalStateException if the operator stops while this waits
   */
  public <T> T work(Supplier<T> reconciliation) {
    try {
      free.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The operator stops; this is done after its next start", e);
    }
    Object key = new Object();
    long began = nanos.getAsLong();
    working.put(key, began);
    boolean whole = false;
    try {
      T result = reconciliation.get();
      whole = true;
      return result;
    } finally {
      working.remove(key);
      free.release();
      last = nanos.getAsLong();
      spent.add(last - began);
      (whole ? done : failed).increment();
    }
  }

  public String kind() {
    return kind;
  }

  /** How many objects wait for a slot. */
  public int waiting() {
    return free.getQueueLength();
  }

  /** How many are worked on. */
  public int working() {
    return working.size();
  }

  /** Reconciliations that ended well since the start. */
  public long done() {
    return done.sum();
  }

  /** Reconciliations that ended with a failure, and are tried again. */
  public long failed() {
    return failed.sum();
  }

  /** Time spent in all that ended, without waiting for a slot. */
  public long spentNanos() {
    return spent.sum();
  }

  /** For how long the oldest reconciliation has been at work; 0 if there is none. */
  public long longestNanos() {
    long now = nanos.getAsLong();
    return working.values().stream().mapToLong(since -> now - since).max().orElse(0);
  }

  /** Since when no reconciliation ended. */
  public long quietNanos() {
    return nanos.getAsLong() - last;
  }
}
