package dev.onsale.booking.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.Row;
import dev.onsale.api.v1alpha1.Section;
import dev.onsale.booking.chaos.Acknowledgements.Owned;
import dev.onsale.booking.orders.OrderRows;
import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.seats.Inventory;
import dev.onsale.booking.seats.InventoryCounts;
import dev.onsale.booking.seats.SeatAudit;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.seating.SeatMap;
import dev.onsale.testbed.stores.EmbeddedRedis;
import dev.onsale.testbed.stores.Stores;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many buyers hold, give back, let lapse, order and pay while Redis is lost three times. With
 * {@code -Donsale.long=true} 5,000 of them and 50,000 seats.
 */
@Tag("slow")
class SeatChaosTest {
  private static final Logger log = LoggerFactory.getLogger(SeatChaosTest.class);
  private static final boolean LONG = Boolean.getBoolean("onsale.long");
  private static final int BUYERS = LONG ? 5_000 : 400;
  private static final int SECTIONS = LONG ? 40 : 4;
  private static final int ROW_PART = 20;
  private static final int STANDING = LONG ? 10_000 : 1_000;
  private static final int HOLDS_BETWEEN_LOSSES = LONG ? 25_000 : 1_500;
  private static final Duration PATIENCE = Duration.ofSeconds(LONG ? 300 : 60);

  private final Acknowledgements acknowledged = new Acknowledgements();
  private final AtomicBoolean over = new AtomicBoolean();
  private final SingleSeats single = new SingleSeats(acknowledged, over, ROW_PART);
  private final Map<String, LongAdder> outcomes = ChaosBuyer.tally();

  @Test
  void noSeatIsOwnedTwiceAndNoneIsLostWhileRedisDiesThreeTimes() throws Exception {
    SeatMap house = house();
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        Sale sale = Sale.on(Stores.shared().postgres(), redis, house)) {
      sale.configure(SeatChaosTest::hasty);
      RuntimeProcess process = sale.start("chaos");
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        try {
          threads.execute(() -> single.follow(process, redis, sale.boot().storeKey()));
          for (int i = 0; i < BUYERS; i++) {
            threads.execute(new ChaosBuyer(process, acknowledged, over, outcomes, i));
          }
          awaitHolds();
          lose(redis);
          awaitHolds();
          redis.snapshot();
          awaitHolds();
          lose(redis);
          awaitHolds();
          redis.snapshot();
          awaitHolds();
          lose(redis);
          awaitHolds();
        } finally {
          over.set(true);
        }
      }
      log.info(
          "{} holds, {} of them choices that were looked at, {} orders: {}",
          acknowledged.holds(),
          single.choices(),
          acknowledged.orders().size(),
          outcomes);

      awaitAllEnded(process);
      assertThat(acknowledged.overlaps()).isEmpty();
      assertThat(single.leftForNothing()).isEmpty();
      assertThat(single.choices()).isGreaterThan(HOLDS_BETWEEN_LOSSES / 2);
      assertEverySeatIsFreeOrSold(process, house.plan().size());
      log.info("mended: {}", mended(process));
    }
  }

  private static SeatMap house() {
    List<Section> sections = new ArrayList<>();
    for (int section = 1; section <= SECTIONS; section++) {
      List<Row> rows =
          IntStream.rangeClosed(1, 25)
              .mapToObj(
                  row ->
                      new Row(
                          "" + row, 2 * ROW_PART, 1, 1, List.of(ROW_PART), List.of(), null, null))
              .toList();
      sections.add(new Section("S" + section, "standard", section, rows, null, null));
    }
    sections.add(new Section("floor", "standard", SECTIONS + 1, null, STANDING, null));
    return new SeatMap(sections);
  }

  /** Holds lapse after four seconds, orders after five. */
  private static RuntimeLive hasty(RuntimeLive live) {
    return new RuntimeLive(
        live.generation() + 1,
        live.title(),
        live.times(),
        live.paused(),
        live.settling(),
        new RuntimeLive.Admission(600_000, 20_000, 60, 600),
        new RuntimeLive.Holds(4, 4, false),
        new RuntimeLive.Payment(5, 100_000),
        live.limits(),
        live.tiers(),
        live.message());
  }

  private void awaitHolds() {
    long before = acknowledged.holds();
    await().atMost(PATIENCE).until(() -> acknowledged.holds() >= before + HOLDS_BETWEEN_LOSSES);
  }

  /** With what was saved last, if anything was. */
  private void lose(EmbeddedRedis redis) {
    acknowledged.loss();
    redis.kill();
    redis.restart();
  }

  private static void awaitAllEnded(RuntimeProcess process) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(
            e -> e instanceof StaleEpochException || e instanceof StoreUnavailableException)
        .until(() -> process.bean(Inventory.class).counts().held() == 0);
  }

  private void assertEverySeatIsFreeOrSold(RuntimeProcess process, int seats) {
    Set<String> paid = new HashSet<>();
    Set<Integer> sold = new HashSet<>();
    process
        .bean(OrderRows.class)
        .claims()
        .forEach(
            (order, claim) -> {
              paid.add("o" + order);
              sold.addAll(claim.seats());
              assertThat(claim.sold()).as("order %s has ended", order).isTrue();
            });
    assertThat(acknowledged.orders().stream().filter(Owned::lasting))
        .as("whoever paid has the seats")
        .allSatisfy(
            order -> {
              assertThat(paid).contains(order.owner());
              assertThat(sold).containsAll(order.seats());
            });
    assertThat(process.bean(Inventory.class).counts())
        .isEqualTo(new InventoryCounts(seats, seats - sold.size(), 0, sold.size(), 0));
    SeatAudit audit = process.bean(SeatAudit.class);
    for (int from = 0; from < seats; from += SeatAudit.PIECE) {
      int count = Math.min(SeatAudit.PIECE, seats - from);
      assertThat(audit.read(audit.epoch(), from, count))
          .filteredOn(seat -> !sold.contains(seat.index()))
          .allSatisfy(seat -> assertThat(seat.owner()).isEmpty());
    }
    assertThat(audit.recount(audit.epoch())).as("counts that do not match").isEmpty();
  }

  private static Map<String, Double> mended(RuntimeProcess process) {
    Map<String, Double> mended = new java.util.TreeMap<>();
    process
        .bean(MeterRegistry.class)
        .find("onsale.seats.mended")
        .counters()
        .forEach(counter -> mended.put(counter.getId().getTag("kind"), counter.count()));
    return mended;
  }
}
