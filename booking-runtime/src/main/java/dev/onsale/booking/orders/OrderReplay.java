package dev.onsale.booking.orders;

import dev.onsale.booking.worker.LeaderTask;
import java.time.Duration;

/**
 * Shows every change of an order in Redis once more, in case the process that made it died or Redis
 * was away. Looks back further than the last successful run, by more than a transaction may take.
 */
final class OrderReplay implements LeaderTask {
  private static final Duration FIRST = Duration.ofMinutes(2);
  private static final Duration OVERLAP = Duration.ofSeconds(15);
  private static final int BATCH = 2_000;

  private final OrderRows orders;
  private final SeatMirror mirror;
  private long since = System.nanoTime() - FIRST.toNanos();

  OrderReplay(OrderRows orders, SeatMirror mirror) {
    this.orders = orders;
    this.mirror = mirror;
  }

  @Override
  public String name() {
    return "order-replay";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(10);
  }

  @Override
  public void run(long term) {
    long now = System.nanoTime();
    Duration window = Duration.ofNanos(now - since).plus(OVERLAP);
    orders.changedWithin((int) window.toSeconds(), BATCH).forEach(mirror::apply);
    since = now;
  }
}
