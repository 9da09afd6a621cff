package dev.onsale.booking.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.epoch.EpochStore;
import dev.onsale.booking.queue.WaitingRoom;
import dev.onsale.booking.sale.Guest;
import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.seats.Inventory;
import dev.onsale.booking.seats.InventoryCounts;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.testbed.buyers.Answer;
import dev.onsale.testbed.stores.EmbeddedRedis;
import dev.onsale.testbed.stores.Stores;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis dies in the middle of a sale and comes back empty. */
class RedisLossTest {
  private EmbeddedRedis redis;
  private Sale sale;
  private RuntimeProcess process;

  @BeforeEach
  void open() throws Exception {
    Stores stores = Stores.shared();
    redis = EmbeddedRedis.start();
    sale = Sale.on(stores.postgres(), redis, stores.kafka().bootstrapServers(), 40);
    process = sale.start("survivor");
  }

  @AfterEach
  void close() throws Exception {
    sale.close();
    redis.close();
  }

  @Test
  void whatWasOrderedStaysOrderedAndWhoHadATurnHasItAgain() throws Exception {
    try (Guest paid = Guest.inside(process);
        Guest unpaid = Guest.inside(process);
        Guest holding = Guest.inside(process)) {
      paid.pay(paid.order("A-1-1", "A-1-2"), "pm_ok");
      Answer pending = unpaid.order("A-1-3");
      Answer hold = holding.hold("A-1-4");
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> process.bean(Inventory.class).counts().sold() == 2);
      awaitCheckpoint();

      redis.kill();
      redis.restart();
      awaitRebuilt();

      assertThat(process.bean(Inventory.class).counts())
          .isEqualTo(new InventoryCounts(40, 37, 1, 2, 0));
      holding.claimAgain();
      assertThat(holding.get("/holds/" + hold.text("id")).problem()).isEqualTo("hold-lost");
      assertThat(holding.hold("A-1-1").problem()).isEqualTo("seats-unavailable");
      assertThat(holding.hold("A-1-3").problem()).isEqualTo("seats-unavailable");
      assertThat(holding.hold("A-1-4").status()).isEqualTo(201);
      assertThat(unpaid.pay(pending, "pm_ok").status()).isEqualTo(200);
    }
  }

  @Test
  void whileRedisIsAwayBuyersAreToldWhenToTryAgain() throws Exception {
    try (Guest _ = Guest.inside(process)) {
      redis.kill();

      HttpResponse<String> answer = join();

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("2");
      assertThat(answer.body()).contains("https://onsale.dev/problems/store-unavailable");

      redis.restart();
      awaitRebuilt();
      assertThat(join().statusCode()).isEqualTo(201);
    }
  }

  @Test
  void aRedisThatHangsCostsABuyerNoLongerThanItsTimeout() throws Exception {
    try (Guest _ = Guest.inside(process)) {
      redis.pause();

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                long began = System.nanoTime();
                assertThat(join().statusCode()).isEqualTo(503);
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(8));
              });

      redis.resume();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(join().statusCode()).isEqualTo(201));
    }
  }

  private HttpResponse<String> join() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(process.url() + "/queue/places"))
              .timeout(Duration.ofSeconds(15))
              .POST(BodyPublishers.noBody())
              .build(),
          BodyHandlers.ofString());
    }
  }

  /** Checkpoints are taken once a second. */
  private void awaitCheckpoint() {
    var epochs = process.bean(EpochStore.class);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> epochs.current().checkpoint().matches("2 \\d+ 0 3 3 \\d+"));
  }

  private void awaitRebuilt() {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsMatching(
            e -> e instanceof StaleEpochException || e instanceof StoreUnavailableException)
        .until(() -> process.bean(WaitingRoom.class).counts().sessions() >= 0);
  }
}
