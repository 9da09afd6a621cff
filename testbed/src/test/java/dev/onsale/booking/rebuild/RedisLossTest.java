package dev.onsale.booking.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.booking.epoch.EpochStore;
import dev.onsale.booking.queue.QueueCheckpoint;
import dev.onsale.booking.queue.WaitingRoom;
import dev.onsale.booking.sale.Guest;
import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.seats.Inventory;
import dev.onsale.booking.seats.InventoryCounts;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.testbed.buyers.Answer;
import dev.onsale.testbed.stores.EmbeddedRedis;
import dev.onsale.testbed.stores.EmbeddedSentinels;
import dev.onsale.testbed.stores.Stores;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis dies in the middle of a sale and comes back empty, as it was, or as somebody else. */
class RedisLossTest {
  private static final ObjectMapper JSON = new ObjectMapper();

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
  void whatWasOrderedStaysOrderedAndWhoHeldSeatsHoldsThemAgainUnlessTheyCameTooLate()
      throws Exception {
    try (Guest paid = Guest.inside(process);
        Guest unpaid = Guest.inside(process);
        Guest holding = Guest.inside(process)) {
      paid.pay(paid.order("A-1-1", "A-1-2"), "pm_ok");
      Answer pending = unpaid.order("A-1-3");
      Answer hold = holding.hold("A-1-4");
      Answer late = holding.hold("A-1-5");
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> process.bean(Inventory.class).counts().sold() == 2);
      awaitCheckpoint(process, 3);

      redis.kill();
      redis.restart();
      awaitRebuilt();

      assertThat(process.bean(Inventory.class).counts())
          .isEqualTo(new InventoryCounts(40, 37, 1, 2, 0));
      assertThat(holding.get("/holds/" + hold.text("id")).body()).isEqualTo(hold.body());
      assertThat(unpaid.hold("A-1-1").problem()).isEqualTo("seats-unavailable");
      assertThat(unpaid.hold("A-1-3").problem()).isEqualTo("seats-unavailable");
      assertThat(unpaid.hold("A-1-4").problem()).isEqualTo("seats-unavailable");
      assertThat(unpaid.hold("A-1-5").status()).isEqualTo(201);
      assertThat(holding.get("/holds/" + late.text("id")).problem()).isEqualTo("hold-lost");
      assertThat(holding.order(late).problem()).isEqualTo("hold-lost");
      assertThat(holding.order(hold).status()).isEqualTo(201);
      assertThat(unpaid.pay(pending, "pm_ok").status()).isEqualTo(200);
    }
  }

  @Test
  void nobodyLosesTheirTurnToARedisThatComesBackEmpty() throws Exception {
    nobodyLosesTheirTurn(process, () -> {}, this::restart);
  }

  @Test
  void nobodyLosesTheirTurnToARedisThatComesBackWithAnOldSnapshot() throws Exception {
    nobodyLosesTheirTurn(process, redis::snapshot, this::restart);
  }

  @Test
  void nobodyLosesTheirTurnToAReplicaThatMissedTheLastMoment() throws Exception {
    try (EmbeddedSentinels sentinels = EmbeddedSentinels.start();
        Sale watched =
            Sale.on(
                Stores.shared().postgres(),
                new RuntimeBoot.Redis(
                    "Sentinel", sentinels.endpoints(), EmbeddedSentinels.MASTER, "Disabled"),
                sentinels.master().admin(),
                new RuntimeBoot.Kafka("127.0.0.1:1", "PLAINTEXT", null),
                40)) {
      nobodyLosesTheirTurn(
          watched.start("watched"), sentinels::cutOffReplica, sentinels.master()::kill);
    }
  }

  private void restart() {
    redis.kill();
    redis.restart();
  }

  /**
   * @param lastMoment what happens after it may be lost
   */
  private static void nobodyLosesTheirTurn(
      RuntimeProcess process, Runnable lastMoment, Runnable loss) throws Exception {
    try (Guest inside = Guest.inside(process);
        Guest gone = Guest.inside(process);
        Guest called = Guest.waiting(process)) {
      Answer entered = inside.askToEnter();
      gone.leave();
      awaitCheckpoint(process, 1);
      long epoch = epoch(inside);
      lastMoment.run();
      try (Guest late = Guest.inside(process);
          Joiners joiners = new Joiners(process)) {
        joiners.awaitPlaces(20);
        loss.run();

        Answer held = inside.hold("A-1-7");
        assertThat(held.status()).as(held.body().toString()).isEqualTo(201);
        // what is told of the queue is up to a second old
        await().atMost(Duration.ofSeconds(30)).until(() -> epoch(inside) > epoch);
        assertThat(inside.askToEnter().text("expiresAt")).isEqualTo(entered.text("expiresAt"));
        assertThat(gone.hold("A-1-8").problem()).isEqualTo("session-ended");
        assertThat(gone.askToEnter().problem()).isEqualTo("already-used");
        joiners.awaitPlaces(20);
        called.claimAgain();
        late.claimAgain();
        assertThat(late.hold("A-1-9").status()).isEqualTo(201);
        assertThat(joiners.places()).doesNotHaveDuplicates();
      }
    }
  }

  private static long epoch(Guest guest) throws InterruptedException {
    return guest.get("/queue/status").body().path("epoch").asLong();
  }

  /** People who keep coming, whatever happens. */
  private static final class Joiners implements AutoCloseable {
    private final Queue<Long> places = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Joiners(RuntimeProcess process) {
      for (int i = 0; i < 4; i++) {
        threads.execute(() -> keepJoining(process));
      }
    }

    private void keepJoining(RuntimeProcess process) {
      try (HttpClient http = HttpClient.newHttpClient()) {
        while (!over.get()) {
          HttpResponse<String> answer = join(http, process);
          if (answer.statusCode() == 201) {
            places.add(JSON.readTree(answer.body()).path("place").asLong());
          }
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    void awaitPlaces(int more) {
      int before = places.size();
      await().atMost(Duration.ofSeconds(30)).until(() -> places.size() >= before + more);
    }

    List<Long> places() {
      return List.copyOf(places);
    }

    @Override
    public void close() {
      over.set(true);
      threads.close();
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
      return join(http, process);
    }
  }

  private static HttpResponse<String> join(HttpClient http, RuntimeProcess process)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(process.url() + "/queue/places"))
            .timeout(Duration.ofSeconds(15))
            .POST(BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  /** Checkpoints are taken once a second. */
  private static void awaitCheckpoint(RuntimeProcess process, int inside) {
    var epochs = process.bean(EpochStore.class);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              QueueCheckpoint kept = QueueCheckpoint.of(epochs.current().checkpoint());
              assertThat(kept.inside()).hasSize(inside);
              assertThat(kept.lanes().getFirst().cutoff()).isEqualTo(3);
            });
  }

  private void awaitRebuilt() {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsMatching(
            e -> e instanceof StaleEpochException || e instanceof StoreUnavailableException)
        .until(() -> process.bean(WaitingRoom.class).counts().sessions() >= 0);
  }
}
