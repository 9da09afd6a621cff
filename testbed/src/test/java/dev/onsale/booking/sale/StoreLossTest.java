package dev.onsale.booking.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.outbox.OutboxLag;
import dev.onsale.booking.payments.Books;
import dev.onsale.testbed.buyers.Answer;
import dev.onsale.testbed.stores.EmbeddedPostgres;
import dev.onsale.testbed.stores.EmbeddedRedis;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stores go away during the sale. They are this test's own, since it kills them. */
@Tag("slow")
class StoreLossTest {
  private static final String NO_KAFKA = "127.0.0.1:1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private EmbeddedPostgres postgres;
  private EmbeddedRedis redis;
  private Sale sale;
  private RuntimeProcess process;

  @BeforeEach
  void open() throws Exception {
    postgres = EmbeddedPostgres.start();
    redis = EmbeddedRedis.start();
    sale = Sale.on(postgres, redis, NO_KAFKA, 40);
    process = sale.start("only");
  }

  @AfterEach
  void close() throws Exception {
    sale.close();
    redis.close();
    postgres.close();
  }

  @Test
  void aRedisThatComesBackEmptySellsNothingTwiceAndTheSaleGoesOn() throws Exception {
    try (Guest owner = Guest.inside(process);
        Guest payer = Guest.inside(process);
        Guest newcomer = Guest.inside(process)) {
      Answer paid = owner.order("A-1-1");
      assertThat(owner.pay(paid, "pm_ok").status()).isEqualTo(200);
      Answer pending = payer.order("A-1-3");

      redis.kill();
      redis.restart();

      newcomer.enter();
      assertThat(newcomer.hold("A-1-1").problem()).isEqualTo("seats-unavailable");
      assertThat(newcomer.hold("A-1-3").problem()).isEqualTo("seats-unavailable");
      assertThat(payer.pay(pending, "pm_ok").status()).isEqualTo(200);
      Answer next = newcomer.order("A-1-5");
      assertThat(newcomer.pay(next, "pm_ok").status()).isEqualTo(200);
      assertThat(confirmed()).isEqualTo(3);
    }
  }

  @Test
  void aSaleIsConfirmedWhileRedisIsAwayAndShownWhenItReturns() throws Exception {
    try (Guest guest = Guest.inside(process)) {
      Answer order = guest.order("A-1-1");

      redis.kill();
      assertThat(guest.pay(order, "pm_ok").status()).isEqualTo(200);
      redis.restart();

      guest.enter();
      assertThat(guest.hold("A-1-1").problem()).isEqualTo("seats-unavailable");
    }
  }

  @Test
  void aPostgresThatIsKilledLosesNoConfirmedOrder() throws Exception {
    try (Guest before = Guest.inside(process);
        Guest during = Guest.inside(process)) {
      Answer first = before.order("A-1-1", "A-1-2");
      assertThat(before.pay(first, "pm_ok").status()).isEqualTo(200);
      Answer open = during.order("A-1-5");

      postgres.kill();
      postgres.restart();

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                during.pay(open, "pm_ok");
                assertThat(during.read(open).path("state").asText()).isEqualTo("CONFIRMED");
              });
      assertThat(before.read(first).path("tickets")).hasSize(2);
      assertThat(Books.read(sale.database(1))).matches(Books::balance);
    }
  }

  @Test
  void aWebhookThatCannotBeKeptIsAnsweredSoThatTheProviderRepeatsIt() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      SignedWebhook webhook = SignedWebhook.of("evt_1", "concerts", "aurora", "order:1");
      String url = process.url() + "/payments/webhooks/sandbox";
      postgres.kill();

      HttpResponse<String> away = webhook.send(http, url);
      assertThat(away.statusCode()).as(away.body()).isEqualTo(503);
      assertThat(away.headers().firstValue("Retry-After")).isPresent();

      postgres.restart();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(webhook.send(http, url).statusCode()).isEqualTo(200));
    }
  }

  @Test
  void theSaleGoesOnWithoutKafkaAndTheLagIsSeen() throws Exception {
    try (Guest guest = Guest.inside(process)) {
      Answer order = guest.order("A-1-1");

      assertThat(guest.pay(order, "pm_ok").status()).isEqualTo(200);

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                OutboxLag lag = process.bean(OutboxLag.class);
                assertThat(lag.lag().rows()).isGreaterThanOrEqualTo(4);
                assertThat(lag.lag().oldest()).isPositive();
              });
    }
  }

  @Test
  void whenTheLeaderStopsAnotherProcessLeadsWithinSeconds() {
    RuntimeProcess other = sale.start("other");
    await().atMost(PATIENCE).until(() -> leads(process));

    process.close();

    await().atMost(Duration.ofSeconds(5)).until(() -> leads(other));
  }

  private static boolean leads(RuntimeProcess process) {
    return process.bean(dev.onsale.booking.worker.Leadership.class).term().isPresent();
  }

  private int confirmed() {
    List<Integer> counts =
        sale.database(1)
            .sql()
            .sql("SELECT count(*) FROM orders WHERE state = 'CONFIRMED'")
            .query(Integer.class)
            .list();
    return counts.getFirst();
  }
}
