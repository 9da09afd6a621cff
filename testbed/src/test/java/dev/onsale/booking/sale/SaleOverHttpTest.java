package dev.onsale.booking.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.payments.Books;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.testbed.buyers.Answer;
import dev.onsale.testbed.stores.Stores;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two processes on the same stores sell one event. */
class SaleOverHttpTest {
  private static Sale sale;
  private static RuntimeProcess first;
  private static RuntimeProcess second;

  @BeforeAll
  static void open() throws Exception {
    Stores stores = Stores.shared();
    sale = Sale.on(stores.postgres(), stores.redis(), stores.kafka().bootstrapServers(), 40);
    first = sale.start("first");
    second = sale.start("second");
  }

  @AfterAll
  static void close() throws Exception {
    sale.close();
  }

  @Test
  void aVisitorBecomesATicketHolder() throws Exception {
    try (Guest guest = Guest.inside(first)) {
      Answer order = guest.at(second).order("A-1-1", "A-1-2");
      assertThat(order.status()).isEqualTo(201);
      assertThat(order.body().path("total").path("amount").asLong()).isEqualTo(2 * Sale.PRICE);

      Answer paid = guest.at(first).pay(order, "pm_ok");

      assertThat(paid.status()).as(paid.body().toString()).isEqualTo(200);
      assertThat(paid.text("state")).isEqualTo("CONFIRMED");
      assertThat(paid.body().path("tickets").findValuesAsText("seat"))
          .containsExactly("A-1-1", "A-1-2");
      String ticket = paid.body().path("tickets").path(0).path("id").asText();
      assertThat(guest.at(second).get("/tickets/" + ticket).text("seat")).isEqualTo("A-1-1");
      assertThat(guest.get("/.well-known/jwks.json").body().path("keys")).hasSize(1);
      assertThat(guest.read(order).path("state").asText()).isEqualTo("CONFIRMED");
    }
  }

  @Test
  void aDeclinedBuyerMayPayAgain() throws Exception {
    try (Guest guest = Guest.inside(first)) {
      Answer order = guest.order("A-1-5");

      assertThat(guest.pay(order, "pm_declined").status()).isEqualTo(402);
      assertThat(guest.pay(order, "pm_ok").status()).isEqualTo(200);
      assertThat(guest.pay(order, "pm_ok").status()).isEqualTo(409);
    }
  }

  @Test
  void aRepeatedPaymentIsAnsweredTheSameAndTakesNothing() throws Exception {
    try (Guest guest = Guest.inside(first)) {
      Answer order = guest.order("A-1-7");
      String key = Guest.key();
      Answer once = guest.pay(order, "pm_ok", key);

      Answer twice = guest.at(second).pay(order, "pm_ok", key);

      assertThat(twice.status()).isEqualTo(200);
      assertThat(twice.body()).isEqualTo(once.body());
      assertThat(guest.pay(order, "pm_declined", key).status()).isEqualTo(422);
      assertThat(Books.read(sale.database(1))).matches(Books::balance);
    }
  }

  @Test
  void aRepeatedOrderIsAnsweredTheSame() throws Exception {
    try (Guest guest = Guest.inside(first)) {
      Answer hold = guest.hold("A-1-9");
      String key = Guest.key();
      Answer once = guest.order(hold, key);

      assertThat(guest.at(second).order(hold, key).body()).isEqualTo(once.body());
      guest.pay(once, "pm_ok");
      assertThat(guest.order(hold, key).body()).isEqualTo(once.body());
    }
  }

  @Test
  void anUnknownPaymentMethodIsRefusedByName() throws Exception {
    try (Guest guest = Guest.inside(first)) {
      Answer order = guest.order("A-1-11");

      Answer refused = guest.pay(order, "pm_slow");

      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body().path("detail").asText()).contains("pm_slow").contains("pm_ok");
      guest.pay(order, "pm_ok");
    }
  }

  @Test
  void anotherBuyersOrderDoesNotExist() throws Exception {
    try (Guest owner = Guest.inside(first);
        Guest other = Guest.inside(second)) {
      Answer order = owner.order("A-1-13");

      assertThat(other.get("/orders/" + order.text("id")).status()).isEqualTo(404);
      assertThat(other.pay(order, "pm_ok").status()).isEqualTo(404);
      assertThat(owner.pay(order, "pm_ok").status()).isEqualTo(200);
    }
  }

  @Test
  void theSecretOfAnOrderOpensItWithoutACookie() throws Exception {
    try (Guest owner = Guest.inside(first);
        HttpClient http = HttpClient.newHttpClient()) {
      Answer order = owner.order("A-1-15");
      owner.pay(order, "pm_ok");
      URI uri = URI.create(second.url() + "/orders/" + order.text("id"));

      assertThat(status(http, uri, order.text("access"))).isEqualTo(200);
      assertThat(
              status(http, uri, order.text("access").replace(order.text("access").charAt(5), '_')))
          .isEqualTo(404);
    }
  }

  private static int status(HttpClient http, URI uri, String access) throws Exception {
    return http.send(
            HttpRequest.newBuilder(uri).header("X-Order-Access", access).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void anUnpaidOrderExpiresAndItsSeatsAreFreeAgain() throws Exception {
    sale.configure(live -> paymentTimeout(live, 1));
    await()
        .untilAsserted(
            () ->
                assertThat(first.bean(dev.onsale.booking.config.LiveConfig.class).get())
                    .extracting(live -> live.payment().timeoutSeconds())
                    .isEqualTo(1));
    try (Guest slow = Guest.inside(first);
        Guest quick = Guest.inside(first)) {
      Answer order = slow.order("A-1-17");
      sale.configure(live -> paymentTimeout(live, 300));

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(slow.read(order).path("state").asText()).isEqualTo("EXPIRED"));
      assertThat(slow.pay(order, "pm_ok").status()).isEqualTo(410);
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(quick.hold("A-1-17").status()).isEqualTo(201));
    }
  }

  private static RuntimeLive paymentTimeout(RuntimeLive live, int seconds) {
    return new RuntimeLive(
        live.generation() + 1,
        live.title(),
        live.times(),
        live.paused(),
        live.settling(),
        live.admission(),
        live.holds(),
        new RuntimeLive.Payment(seconds, live.payment().maxPerSecond()),
        live.limits(),
        live.tiers(),
        live.message());
  }

  @Test
  void oneProcessLeadsAndBothReport() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              List<Boolean> leaders =
                  sale.database(1)
                      .sql()
                      .sql("SELECT leader FROM runtime_status ORDER BY leader")
                      .query(Boolean.class)
                      .list();
              assertThat(leaders).containsExactly(false, true);
            });
    assertThat(
            sale.database(1)
                .sql()
                .sql(
                    "SELECT capacity - free - held - sold - blocked FROM runtime_status"
                        + " WHERE leader")
                .query(Integer.class)
                .single())
        .isZero();
  }
}
