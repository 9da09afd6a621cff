package dev.onsale.testbed.buyers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A crowd of buyers, each on a virtual thread of its own. Closing it sends everybody home. */
public final class Crowd implements AutoCloseable {
  private final List<BuyerPlan> plans;
  private final CrowdProfile profile;
  private final Journal journal;
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch inside;

  /**
   * @param size number of buyers, at least 1
   * @param maxTickets the event's cap per buyer
   */
  public Crowd(int size, long seed, int maxTickets, CrowdProfile profile, Journal journal) {
    if (size < 1) {
      throw new IllegalArgumentException("a crowd of %d buyers: give at least 1".formatted(size));
    }
    this.plans =
        IntStream.range(0, size)
            .mapToObj(number -> BuyerPlan.of(seed, number, maxTickets, profile))
            .toList();
    this.profile = profile;
    this.journal = journal;
    this.inside = new CountDownLatch(size);
  }

  /** Tickets that those who will buy want at most; a sale of more seats cannot sell out. */
  public int demand() {
    return plans.stream()
        .filter(plan -> plan.temperament().buys())
        .mapToInt(BuyerPlan::tickets)
        .sum();
  }

  /** Sends everybody off; each comes at its own moment around the opening. */
  public void start(BookingClient client, PublicBoard board, Instant opening) {
    for (BuyerPlan plan : plans) {
      var buyer = new Buyer(plan, profile, client, board, journal);
      threads.add(
          Thread.ofVirtual().name("buyer-" + plan.number()).start(() -> live(buyer, opening)));
    }
  }

  private void live(Buyer buyer, Instant opening) {
    try {
      buyer.live(opening);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inside.countDown();
    }
  }

  /** Waits until everybody has gone home. False where somebody is still there after the time. */
  public boolean await(Duration time) throws InterruptedException {
    return inside.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  public long stillThere() {
    return inside.getCount();
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
