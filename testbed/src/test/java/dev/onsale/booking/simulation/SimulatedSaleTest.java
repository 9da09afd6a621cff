package dev.onsale.booking.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.testbed.stores.EmbeddedRedis;
import dev.onsale.testbed.stores.Stores;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two sales at once on the same stores, one with its ghosts spread and one with them in a block.
 * With {@code -Donsale.long=true} with all the people of the issue.
 */
class SimulatedSaleTest {
  private static final Script SALE =
      Boolean.getBoolean("onsale.long")
          ? Script.of("long", 100_000, 3_000, Duration.ofSeconds(90), 4)
          : Script.of("short", 5_000, 1_000, Duration.ofSeconds(60), 4);

  @Test
  @Tag("slow")
  void ghostsNoShowsAndDyingLeadersNeitherStallASaleNorLetAnybodyInEarly() throws Exception {
    AtomicLong killedAt = new AtomicLong();
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        SimulatedSale spread = sale(SALE, redis, killedAt);
        SimulatedSale block = sale(SALE.withGhostsInOneBlock(), redis, killedAt);
        var threads = Executors.newFixedThreadPool(2)) {
      List<Future<Report>> reports = List.of(threads.submit(spread), threads.submit(block));
      await()
          .atMost(Duration.ofMinutes(10))
          .until(() -> spread.progress() > 0.5 || reports.stream().anyMatch(Future::isDone));
      killedAt.set(System.currentTimeMillis());
      redis.kill();
      redis.restart();

      SoftAssertions all = new SoftAssertions();
      for (Future<Report> future : reports) {
        Report report = future.get();
        System.out.println(report);
        all.assertThat(report.violations()).as("violations").isEmpty();
        all.assertThat(report.mostInside()).as("inside").isLessThanOrEqualTo(SALE.maxActive());
        all.assertThat(report.used()).as("used").isGreaterThanOrEqualTo(0.93);
        all.assertThat(report.longestStall()).as("stall").isLessThanOrEqualTo(5);
        all.assertThat(report.calledSoonerThanTold()).as("sooner").isZero();
      }
      all.assertAll();
    }
    assertThat(killedAt).doesNotHaveValue(0);
  }

  private static SimulatedSale sale(Script script, EmbeddedRedis redis, AtomicLong killedAt)
      throws Exception {
    return new SimulatedSale(script, Stores.shared().postgres(), redis, killedAt::get);
  }
}
