package dev.onsale.booking.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.sale.Sale;
import dev.onsale.runtime.RuntimeBoot.QueueRules;
import dev.onsale.testbed.stores.Stores;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An event whose buyers have to log in, with a head start for members. */
class KnownBuyersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static Sale sale;
  private static RuntimeProcess process;

  @BeforeAll
  static void open() throws Exception {
    Stores stores = Stores.shared();
    sale =
        Sale.on(stores.postgres(), stores.redis(), stores.kafka().bootstrapServers(), 40)
            .forKnownBuyers(
                "Fifo", new QueueRules(List.of(new QueueRules.Priority("gold", 3_600)), null));
    process = sale.start("known");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> send("GET", "/queue/status", null, null).statusCode() == 200);
  }

  @AfterAll
  static void close() throws Exception {
    sale.close();
  }

  @Test
  void whoIsNotLoggedInGetsNoPlaceAndNoCookie() throws Exception {
    HttpResponse<String> refused = send("POST", "/queue/places", null, null);

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).contains("identity-required");
    assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void aLoginThatTheEventDidNotSignIsNone() throws Exception {
    String cookie = sale.loginCookie("anna");
    String forged = cookie.substring(0, cookie.length() - 4) + "AAAA";

    assertThat(send("POST", "/queue/places", forged, null).statusCode()).isEqualTo(401);
    assertThat(send("POST", "/queue/places", "onsale_identity=", null).statusCode()).isEqualTo(401);
  }

  @Test
  void aMemberStandsInTheirLaneAndTheStatusShowsBoth() throws Exception {
    JsonNode member = json(send("POST", "/queue/places", sale.loginCookie("berta", "gold"), null));
    JsonNode other = json(send("POST", "/queue/places", sale.loginCookie("carl"), null));

    assertThat(member.path("lane").asText()).isEqualTo("priority:gold");
    assertThat(other.path("lane").asText()).isEqualTo("main");
    assertThat(other.path("status").path("lanes").findValuesAsText("name"))
        .containsExactly("priority:gold", "main");
  }

  @Test
  void aPlaceIsGoodForTheIdentityOnEveryDeviceAndForNobodyElse() throws Exception {
    String token =
        json(send("POST", "/queue/places", sale.loginCookie("dora"), null)).path("token").asText();

    HttpResponse<String> stranger = send("POST", "/queue/claims", sale.loginCookie("emil"), token);
    JsonNode phone = claimed(sale.loginCookie("dora"), token);
    JsonNode laptop = claimed(sale.loginCookie("dora"), token);

    assertThat(stranger.statusCode()).isEqualTo(403);
    assertThat(stranger.body()).contains("anothers-place");
    assertThat(laptop.path("entryToken")).isEqualTo(phone.path("entryToken"));
  }

  @Test
  void windowsNameTheirLaneAndAreChained() throws Exception {
    String cookie = sale.loginCookie("frida", "gold");
    claimed(cookie, json(send("POST", "/queue/places", cookie, null)).path("token").asText());

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              JsonNode status = json(send("GET", "/queue/status", null, null));
              JsonNode windows = json(send("GET", "/queue/windows", null, null)).path("windows");
              assertThat(windows.findValuesAsText("lane")).contains("priority:gold");
              assertThat(windows.path(windows.size() - 1).path("hash"))
                  .isEqualTo(status.path("windowsHead"));
            });
  }

  private static JsonNode claimed(String cookie, String token) throws Exception {
    JsonNode[] body = new JsonNode[1];
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              HttpResponse<String> answer = send("POST", "/queue/claims", cookie, token);
              body[0] = json(answer);
              return answer.statusCode() == 201 || answer.statusCode() == 200;
            });
    return body[0];
  }

  private static HttpResponse<String> send(String method, String path, String cookie, String place)
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
