package dev.onsale.booking.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.testbed.buyers.Answer;
import dev.onsale.testbed.stores.Stores;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an event answers to its payment provider. */
class WebhooksOverHttpTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static Sale sale;
  private static RuntimeProcess process;

  @BeforeAll
  static void open() throws Exception {
    Stores stores = Stores.shared();
    sale = Sale.on(stores.postgres(), stores.redis(), stores.kafka().bootstrapServers(), 20);
    process = sale.start("only");
  }

  @AfterAll
  static void close() {
    sale.close();
    HTTP.close();
  }

  @Test
  void aPaymentThatNobodyFinishedIsConfirmedByItsWebhook() throws Exception {
    try (Guest guest = Guest.inside(process)) {
      Answer order = guest.order("A-1-1");
      String payment = UnfinishedPayment.of(sale, UUID.fromString(order.text("id")));

      assertAnswer(send(webhook("evt_paid", payment)), "kept");

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(guest.read(order).path("state").asText()).isEqualTo("CONFIRMED"));
      assertThat(guest.read(order).path("tickets")).hasSize(1);
      assertAnswer(send(webhook("evt_paid", payment)), "known");
    }
  }

  @Test
  void aWebhookOfAnotherEventIsIgnored() throws Exception {
    assertAnswer(
        send(SignedWebhook.of("evt_foreign", "concerts", "borealis", "order:1")), "ignored");
    assertAnswer(
        send(SignedWebhook.of("{\"id\": \"a\", \"type\": \"b\"}", Sale.WEBHOOK_SECRET)), "ignored");
    assertThat(kept("evt_foreign")).isZero();
  }

  @Test
  void anotherSecretIsRefused() throws Exception {
    String body = new String(webhook("evt_forged", "order:1").body());

    HttpResponse<String> answer = send(SignedWebhook.of(body, "somebody else's secret"));

    assertProblem(answer, 400, "bad-request");
    assertThat(kept("evt_forged")).isZero();
  }

  @Test
  void aBodyOver64KilobytesIsRefused() throws Exception {
    String large = "{\"id\": \"evt_large\", \"type\": \"%s\"}".formatted("x".repeat(64 * 1024));

    assertProblem(send(SignedWebhook.of(large, Sale.WEBHOOK_SECRET)), 413, "too-large");
  }

  @Test
  void aProviderThatTheEventDoesNotUseIsNotFound() throws Exception {
    assertProblem(
        webhook("evt_other", "order:1").send(HTTP, process.url() + "/payments/webhooks/other"),
        404,
        "not-found");
  }

  private static SignedWebhook webhook(String id, String payment) {
    return SignedWebhook.of(id, "concerts", "aurora", payment);
  }

  private static HttpResponse<String> send(SignedWebhook webhook) throws Exception {
    return webhook.send(HTTP, process.url() + "/payments/webhooks/sandbox");
  }

  private static void assertAnswer(HttpResponse<String> answer, String outcome) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"outcome\":\"" + outcome + "\"}");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String slug) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("problems/" + slug);
  }

  private static int kept(String event) {
    return sale.database(1)
        .sql()
        .sql("SELECT count(*) FROM webhook_inbox WHERE provider_event = :event")
        .param("event", event)
        .query(Integer.class)
        .single();
  }
}
