package dev.onsale.booking.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.sale.Sale;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.testbed.cli.Main;
import dev.onsale.testbed.draw.Check;
import dev.onsale.testbed.draw.DrawVerification;
import dev.onsale.testbed.draw.Receipt;
import dev.onsale.testbed.stores.Stores;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A draw from its registration to the first buyer inside, checked by what is public. */
class DrawOverHttpTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private static Sale sale;
  private static RuntimeProcess process;

  @BeforeAll
  static void open() throws Exception {
    Stores stores = Stores.shared();
    sale =
        Sale.on(stores.postgres(), stores.redis(), stores.kafka().bootstrapServers(), 40)
            .forKnownBuyers("Draw", null);
    sale.configure(live -> scheduled(live, Duration.ofMinutes(5), Duration.ofMinutes(10)));
    process = sale.start("draw");
  }

  @AfterAll
  static void close() throws Exception {
    sale.close();
  }

  @Test
  void aDrawFromRegistrationToTheFirstBuyer() throws Exception {
    JsonNode receipt = registered(sale.loginCookie("anna"));
    assertThat(registered(sale.loginCookie("anna")).path("token")).isEqualTo(receipt.path("token"));
    assertThat(registered(sale.loginCookie("berta")).path("identity"))
        .isNotEqualTo(receipt.path("identity"));
    JsonNode before = draw();
    assertThat(before.path("commitment")).isEqualTo(receipt.path("commitment"));
    assertThat(before.path("beacon").path("note").asText()).contains("no public randomness");
    assertThat(before.has("secret")).isFalse();
    assertThat(before.has("seed")).isFalse();
    assertThat(verdict(receipt)).isEqualTo(Check.Verdict.OPEN);
    String token = receipt.path("token").asText();
    assertThat(send("POST", "/queue/claims", sale.loginCookie("anna"), token).statusCode())
        .isEqualTo(409);

    sale.configure(live -> scheduled(live, Duration.ofSeconds(-10), Duration.ofSeconds(-1)));
    await().atMost(PATIENCE).until(() -> draw().has("seed"));
    JsonNode late = json(send("POST", "/queue/places", sale.loginCookie("carl"), null));
    assertThat(late.path("lane").asText()).isEqualTo("late");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                send("POST", "/queue/claims", sale.loginCookie("anna"), token).statusCode() == 201);
    JsonNode own = json(send("GET", "/queue/place", sale.loginCookie("anna"), token));
    assertThat(own.path("number").asText()).matches("[0-9a-f]{16}");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(verdict(receipt)).isEqualTo(Check.Verdict.OK));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        sale.database(1)
                            .sql()
                            .sql(
                                "SELECT coalesce(draw_commitment || ' ' || draw_seed, '') FROM"
                                    + " runtime_status")
                            .query(String.class)
                            .single())
                    .isEqualTo(
                        draw().path("commitment").asText() + " " + draw().path("seed").asText()));

    assertThat(verifyDraw(receipt))
        .contains("ok      commitment", "ok      seed", "ok      number", "as it was promised");

    sale.configure(live -> scheduled(live, Duration.ofMinutes(5), Duration.ofMinutes(10)));
    await()
        .atMost(PATIENCE)
        .until(
            () -> json(send("GET", "", null, null)).path("phase").asText().equals("Registration"));
    assertThat(
            json(send("POST", "/queue/places", sale.loginCookie("dora"), null))
                .path("lane")
                .asText())
        .isEqualTo("late");
  }

  @Test
  void whatWasCommittedToIsNotChanged() throws Exception {
    registered(sale.loginCookie("emil"));
    for (String change :
        List.of(
            "UPDATE draw SET secret = decode(repeat('00', 32), 'hex')",
            "UPDATE draw SET commitment = 'other'",
            "DELETE FROM draw")) {
      assertThatThrownBy(() -> sale.database(1).sql().sql(change).update())
          .as(change)
          .hasMessageContaining("committed to and is not changed");
    }
  }

  /** Registration has been open for an hour. */
  private static RuntimeLive scheduled(RuntimeLive live, Duration closes, Duration opens) {
    Instant now = Instant.now();
    return new RuntimeLive(
        live.generation() + 1,
        live.title(),
        new RuntimeLive.Times(
            now.minus(Duration.ofHours(1)).toString(),
            now.plus(closes).toString(),
            now.plus(opens).toString(),
            now.plus(Duration.ofHours(1)).toString(),
            now.plus(Duration.ofHours(2)).toString(),
            null,
            1,
            null),
        live.paused(),
        live.settling(),
        live.admission(),
        live.holds(),
        live.payment(),
        live.limits(),
        live.tiers(),
        live.message());
  }

  private static Check.Verdict verdict(JsonNode receipt) throws Exception {
    JsonNode event = json(send("GET", "", null, null));
    JsonNode windows = json(send("GET", "/queue/windows", null, null));
    List<Check> checks =
        DrawVerification.of(event, List.of(windows), null).check(Receipt.from(receipt));
    assertThat(checks).noneMatch(check -> check.verdict() == Check.Verdict.FAILED);
    return DrawVerification.verdict(checks);
  }

  /** What {@code ./onsale verify-draw} says of the running event. */
  private static String verifyDraw(JsonNode receipt) throws Exception {
    Path file = Files.createTempFile("receipt", ".json");
    try {
      Files.writeString(file, receipt.toString());
      StringWriter out = new StringWriter();
      int code =
          Main.commands()
              .setOut(new PrintWriter(out, true))
              .execute("verify-draw", "--url", process.url(), "--receipt", file.toString());
      assertThat(code).as(out.toString()).isZero();
      return out.toString();
    } finally {
      Files.delete(file);
    }
  }

  private static JsonNode draw() throws Exception {
    return json(send("GET", "", null, null)).path("draw");
  }

  private static JsonNode registered(String cookie) throws Exception {
    JsonNode[] receipt = new JsonNode[1];
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              HttpResponse<String> answer = send("POST", "/queue/places", cookie, null);
              receipt[0] = json(answer);
              return answer.statusCode() == 201;
            });
    return receipt[0];
  }

  private static HttpResponse<String> send(
      String method, String path, @Nullable String cookie, @Nullable String place)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(process.url() + path))
            .timeout(Duration.ofSeconds(15))
            .method(method, BodyPublishers.noBody());
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    if (place != null) {
      request.header("X-Queue-Place-Token", place);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }
}
