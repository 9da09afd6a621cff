package dev.onsale.platform;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/** Bounds what is on its way, in all and to one event, so that one that hangs starves no other. */
final class Bulkhead {
  private final int mostToOne;
  private final int mostInAll;
  private final Semaphore all;
  private final ConcurrentMap<String, Integer> byEvent = new ConcurrentHashMap<>();

  Bulkhead(int mostInAll, int mostToOne) {
    this.mostInAll = mostInAll;
    this.mostToOne = mostToOne;
    this.all = new Semaphore(mostInAll);
  }

  /** False if there is no room; else {@link #leave} must follow. */
  boolean enter(String event) {
    if (!all.tryAcquire()) {
      return false;
    }
    boolean[] entered = {false};
    byEvent.compute(
        event,
        (key, inside) -> {
          int now = inside == null ? 0 : inside;
          entered[0] = now < mostToOne;
          return entered[0] ? now + 1 : inside;
        });
    if (!entered[0]) {
      all.release();
    }
    return entered[0];
  }

  void leave(String event) {
    byEvent.computeIfPresent(event, (key, inside) -> inside == 1 ? null : inside - 1);
    all.release();
  }

  /** How many are on their way. */
  int inside() {
    return mostInAll - all.availablePermits();
  }
}
