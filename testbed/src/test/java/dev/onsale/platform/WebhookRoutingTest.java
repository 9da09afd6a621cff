package dev.onsale.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.sale.SignedWebhook;
import dev.onsale.platform.StubEvent.Received;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which webhook goes where, and what the provider is told. */
class WebhookRoutingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private PlatformProcess platform;

  @BeforeEach
  void open() throws Exception {
    platform = new PlatformProcess(Sale.WEBHOOK_SECRET);
    platform.know(
        Map.of(
            "concerts/aurora", List.of("aurora-booking", "aurora-runtime"),
            "theatre/borealis", List.of("borealis-runtime", "borealis-booking")));
  }

  @AfterEach
  void close() {
    platform.close();
    http.close();
  }

  @Test
  void aWebhookArrivesAtItsEventAsItWasSentAndSoDoesTheAnswerAtTheProvider() throws Exception {
    try (StubEvent event = StubEvent.answering(200, "{\"outcome\":\"kept\"}")) {
      platform.resolve("aurora-booking", "concerts", event.address());
      SignedWebhook webhook = webhook("concerts", "aurora");

      HttpResponse<String> answer = awaitForwarded(webhook);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"outcome\":\"kept\"}");
      assertThat(event.received())
          .contains(
              new Received(
                  "/v1/events/concerts/aurora/payments/webhooks/sandbox",
                  new String(webhook.body(), UTF_8),
                  webhook.signature()));
    }
  }

  @Test
  void anEventThatCannotKeepItSaysSoToTheProvider() throws Exception {
    try (StubEvent event = StubEvent.answering(503, "{\"status\":503}")) {
      platform.resolve("aurora-booking", "concerts", event.address());

      HttpResponse<String> answer = awaitForwarded(webhook("concerts", "aurora"));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).isEqualTo("{\"status\":503}");
      assertThat(answer.headers().firstValue("Retry-After")).contains("7");
    }
  }

  @Test
  void whileAnEventChangesItsTopologyTheOtherServiceIsAsked() throws Exception {
    try (StubEvent event = StubEvent.answering(200, "{\"outcome\":\"kept\"}")) {
      platform.resolve("aurora-runtime", "concerts", event.address());

      assertThat(awaitForwarded(webhook("concerts", "aurora")).body()).contains("kept");
    }
  }

  @Test
  void anEventThatDoesNotAnswerIsTriedAgainByTheProvider() throws Exception {
    HttpResponse<String> answer = awaitForwarded(webhook("concerts", "aurora"));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.body()).contains("problems/unreachable");
  }

  @Test
  void whatConcernsNoEventOfThisPlatformIsIgnored() throws Exception {
    try (StubEvent neighbour = StubEvent.answering(200, "{}")) {
      platform.resolve("unknown-runtime", "concerts", neighbour.address());

      assertIgnored(webhook("concerts", "unknown"));
      assertIgnored(webhook("kube-system", "aurora"));
      assertIgnored(webhook("concerts", "aurora.example.com/"));
      assertIgnored(SignedWebhook.of("{\"id\": \"a\", \"type\": \"b\"}", Sale.WEBHOOK_SECRET));
      assertThat(neighbour.received()).isEmpty();
      assertThat(metrics()).contains("onsale_webhooks_total{outcome=\"ignored\"} 4.0");
    }
  }

  @Test
  void whatTheProviderDidNotSignReachesNobody() throws Exception {
    try (StubEvent event = StubEvent.answering(200, "{}")) {
      platform.resolve("aurora-booking", "concerts", event.address());
      String body = new String(webhook("concerts", "aurora").body(), UTF_8);

      HttpResponse<String> answer = send(SignedWebhook.of(body, "somebody else's secret"));

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
      assertThat(event.received()).isEmpty();
    }
  }

  @Test
  void aBodyOver64KilobytesIsRefused() throws Exception {
    String large = "{\"id\": \"a\", \"type\": \"%s\"}".formatted("x".repeat(64 * 1024));

    assertThat(send(SignedWebhook.of(large, Sale.WEBHOOK_SECRET)).statusCode()).isEqualTo(413);
  }

  @Test
  void anotherPathOrProviderIsNotFound() throws Exception {
    SignedWebhook webhook = webhook("concerts", "aurora");

    assertThat(webhook.send(http, platform.url() + "x").statusCode()).isEqualTo(404);
    assertThat(webhook.send(http, platform.url().replace("/payments", "")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void anEventThatHangsTakesNoRoomFromOthers() throws Exception {
    try (StubEvent hanging = StubEvent.hanging();
        StubEvent other = StubEvent.answering(200, "{\"outcome\":\"kept\"}");
        var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      platform.resolve("aurora-booking", "concerts", hanging.address());
      platform.resolve("borealis-runtime", "theatre", other.address());
      awaitForwarded(webhook("theatre", "borealis"));

      List<Future<HttpResponse<String>>> sent = new ArrayList<>();
      for (int n = 0; n < 16; n++) {
        sent.add(senders.submit(() -> send(webhook("concerts", "aurora"))));
      }
      await().atMost(PATIENCE).until(() -> hanging.received().size() == 16);

      HttpResponse<String> onePlusTooMany = send(webhook("concerts", "aurora"));
      assertThat(onePlusTooMany.statusCode()).isEqualTo(503);
      assertThat(onePlusTooMany.body()).contains("problems/busy");
      assertThat(send(webhook("theatre", "borealis")).statusCode()).isEqualTo(200);
      hanging.release();
      for (Future<HttpResponse<String>> answer : sent) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
      }
      assertThat(metrics()).contains("onsale_webhooks_forwarding 0.0");
    }
  }

  @Test
  void itIsHealthyWithoutAnyEventAndItsMetricsNameNone() throws Exception {
    awaitForwarded(webhook("concerts", "aurora"));

    assertThat(get("/health/readiness").statusCode()).isEqualTo(200);
    assertThat(get("/health/liveness").statusCode()).isEqualTo(200);
    assertThat(metrics()).contains("onsale_webhooks_total").doesNotContain("aurora");
  }

  @Test
  void inAClusterAServiceIsFoundByItsName() {
    assertThat(ServiceAddress.IN_CLUSTER.of("concerts", "aurora-booking"))
        .isEqualTo(URI.create("http://aurora-booking.concerts.svc:8080"));
  }

  private static SignedWebhook webhook(String namespace, String event) {
    return SignedWebhook.of("evt_1", namespace, event, "order:1");
  }

  /** The list of events is read again within a second. */
  private HttpResponse<String> awaitForwarded(SignedWebhook webhook) {
    return await()
        .atMost(PATIENCE)
        .until(() -> send(webhook), answer -> !answer.body().contains("ignored"));
  }

  private void assertIgnored(SignedWebhook webhook) throws Exception {
    HttpResponse<String> answer = send(webhook);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"outcome\":\"ignored\"}");
  }

  private HttpResponse<String> send(SignedWebhook webhook) throws Exception {
    return webhook.send(http, platform.url());
  }

  private String metrics() throws Exception {
    return get("/metrics").body();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(platform.managementUrl() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
