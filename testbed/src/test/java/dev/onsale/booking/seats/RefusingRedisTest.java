package dev.onsale.booking.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.seats.HoldOutcome.Held;
import dev.onsale.booking.seats.HoldRequest.BestAvailable;
import dev.onsale.booking.seats.HoldRequest.Chosen;
import dev.onsale.booking.seats.HoldRequest.Standing;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.testbed.stores.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A Redis that answers but does not do what it is told, or does not answer. */
class RefusingRedisTest {
  private static EmbeddedRedis redis;
  private static RedisClient client;
  private static StatefulRedisConnection<String, String> admin;

  private final SaleInRedis sale = new SaleInRedis(Terms.GENEROUS, redis, SaleInRedis.CLUB).open(1);
  private final Holds.Asker asker = sale.inside();

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start();
    client = RedisClient.create(redis.uri());
    admin = client.connect();
  }

  @AfterAll
  static void end() {
    admin.close();
    client.shutdown();
    redis.close();
  }

  @AfterEach
  void close() {
    sale.close();
  }

  @Test
  void aRedisThatIsFullHoldsNothingAndLater() {
    admin.sync().configSet("maxmemory", "1");
    try {
      assertNothingIsHeld();
    } finally {
      admin.sync().configSet("maxmemory", "0");
    }
    assertThat(Asking.hold(sale.holds, asker, new Chosen(List.of("A-1-1"))))
        .isInstanceOf(Held.class);
  }

  @Test
  void aRedisThatMayOnlyBeReadHoldsNothingAndLater() {
    admin.sync().replicaof("127.0.0.1", 1);
    try {
      assertNothingIsHeld();
    } finally {
      admin.sync().replicaofNoOne();
    }
    assertThat(connected(() -> Asking.hold(sale.holds, asker, new Chosen(List.of("A-1-1")))))
        .isInstanceOf(Held.class);
  }

  @Test
  void whoHeardNothingFromAStuckRedisAsksAgainAndHasOneHold() {
    redis.pause();
    try {
      assertThatThrownBy(() -> Asking.hold(sale.holds, asker, new Chosen(List.of("A-1-1"))))
          .isInstanceOf(StoreUnavailableException.class);
    } finally {
      redis.resume();
    }

    assertThat(connected(() -> Asking.hold(sale.holds, asker, new Chosen(List.of("A-1-1")))))
        .isInstanceOf(Held.class);

    assertThat(sale.availability.counts().held()).isEqualTo(1);
  }

  private void assertNothingIsHeld() {
    for (HoldRequest request :
        List.of(
            new Chosen(List.of("A-1-1")),
            new BestAvailable(2, null, null),
            new Standing("floor", 2))) {
      assertThatThrownBy(() -> Asking.hold(sale.holds, asker, request))
          .isInstanceOf(StoreUnavailableException.class);
    }
    Availability.Snapshot now = connected(sale.availability::fresh);
    assertThat(now.counts()).isEqualTo(new InventoryCounts(58, 57, 0, 0, 1));
    assertThat(now.standingFree()).containsEntry("floor", 50);
    assertThat(now.bits().state(0)).isEqualTo(SeatBits.FREE);
  }

  /**
   * A server that may only be read is left, and not connected to more often than twice a second.
   */
  private static <T> T connected(Callable<T> question) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .ignoreException(StoreUnavailableException.class)
        .until(question, answer -> true);
  }
}
