package dev.onsale.booking.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.sale.Sale;
import dev.onsale.testbed.stores.Stores;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of the buyers' API where it is about queue, seats and bad input. */
class BuyersApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static Sale sale;
  private static RuntimeProcess process;

  @BeforeAll
  static void open() throws Exception {
    Stores stores = Stores.shared();
    sale = Sale.on(stores.postgres(), stores.redis(), stores.kafka().bootstrapServers(), 40);
    process = sale.start("api");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> send(get("/queue/status")).statusCode() == 200);
  }

  @AfterAll
  static void close() throws Exception {
    sale.close();
  }

  /** Cookie, place token and entry token of somebody inside. */
  private record Visitor(String cookie, String place, String entry) {
    static Visitor joined() throws Exception {
      HttpResponse<String> joined = send(post("/queue/places", ""));
      String cookie = joined.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
      return new Visitor(cookie, json(joined).path("token").asText(), "");
    }

    static Visitor inside() throws Exception {
      Visitor visitor = joined();
      String[] entry = {""};
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                HttpResponse<String> claim = send(visitor.sign(post("/queue/claims", "")));
                entry[0] = json(claim).path("entryToken").asText();
                return claim.statusCode() == 201;
              });
      return new Visitor(visitor.cookie, visitor.place, entry[0]);
    }

    HttpRequest.Builder sign(HttpRequest.Builder request) {
      request.header("Cookie", cookie).header("X-Queue-Place-Token", place);
      return entry.isEmpty() ? request : request.header("X-Queue-Entry-Token", entry);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nothing/here, 404",
    "GET, /holds/1-AAAAAAAAAAAAAAAAAAAAAA, 401",
    "PUT, /queue/status, 405",
    "DELETE, /seats, 405",
    "GET, /queue/windows?from=minus, 400",
    "GET, /queue/windows?from=-1, 400",
    "GET, /queue/place, 401",
    "POST, /queue/claims, 401",
    "DELETE, /queue/session, 401",
    "POST, /holds, 401",
  })
  void aRequestThatCannotBeServedSaysWhyAsAProblem(String method, String path, int status)
      throws Exception {
    HttpResponse<String> answer = send(request(path).method(method, BodyPublishers.noBody()));

    assertProblem(answer, status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "",
        "[]",
        "null",
        "\"text\"",
        "{\"seats\": \"A-1-1\"}",
        "{\"seats\": {\"a\": 1}}",
        "{\"section\": \"A\", \"quantity\": \"many\"}",
        "{\"section\": \"A\", \"quantity\": 1.5}",
        "{\"section\": \"A\", \"quantity\": 99999999999}",
      })
  void aBodyThatCannotBeReadIsABadRequest(String body) throws Exception {
    assertProblem(hold(Visitor.inside(), body), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"seats\": []}",
        "{\"seats\": [null]}",
        "{\"seats\": [\"Z-1-1\"]}",
        "{\"seats\": [\"A-1-1\", \"A-1-1\"]}",
        "{\"seats\": [\"A-1-1\"], \"section\": \"A\", \"quantity\": 1}",
        "{\"section\": \"A\", \"quantity\": 1}",
        "{\"section\": \"floor\"}",
        "{\"bestAvailable\": {}}",
        "{\"bestAvailable\": {\"quantity\": 0}}",
        "{\"bestAvailable\": {\"quantity\": -1}}",
        "{\"bestAvailable\": {\"quantity\": 1, \"tier\": \"none\"}}",
        "{\"seats\": [\"A-1-1\", \"A-1-2\", \"A-1-3\", \"A-1-4\", \"A-1-5\"]}",
      })
  void aBodyThatMakesNoSenseIsRefused(String body) throws Exception {
    assertProblem(hold(Visitor.inside(), body), 422);
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    assertProblem(hold(Visitor.inside(), "{\"seats\": [\"" + "A".repeat(100_000) + "\"]}"), 413);
  }

  @Test
  void aBodyThatIsNoJsonIsRefused() throws Exception {
    HttpRequest.Builder request =
        Visitor.inside()
            .sign(request("/holds"))
            .header("Content-Type", "text/plain")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(BodyPublishers.ofString("seats"));

    assertProblem(send(request), 415);
  }

  @Test
  void unknownFieldsAreIgnored() throws Exception {
    HttpResponse<String> held =
        hold(Visitor.inside(), "{\"bestAvailable\": {\"quantity\": 1}, \"later\": true}");

    assertThat(held.statusCode()).as(held.body()).isEqualTo(201);
  }

  @Test
  void aHoldNeedsAnIdempotencyKey() throws Exception {
    HttpRequest.Builder request = Visitor.inside().sign(post("/holds", "{\"seats\": [\"A-1-1\"]}"));

    HttpResponse<String> answer = send(request);

    assertProblem(answer, 400);
    assertThat(json(answer).path("type").asText()).endsWith("/idempotency-key-missing");
  }

  @Test
  void aRequestThatIsRepeatedIsAnsweredTheSameAndItsKeyIsGoodForNoOther() throws Exception {
    Visitor visitor = Visitor.inside();
    String key = UUID.randomUUID().toString();

    HttpResponse<String> first = hold(visitor, key, "{\"seats\": [\"A-1-31\"]}");
    HttpResponse<String> again = hold(visitor, key, "{\"seats\": [\"A-1-31\"]}");
    HttpResponse<String> other = hold(visitor, key, "{\"seats\": [\"A-1-32\"]}");

    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertProblem(other, 422);
    assertThat(json(other).path("type").asText()).endsWith("/idempotency-key-reused");
  }

  @Test
  void aHoldOfSomebodyElseIsUnknown() throws Exception {
    String id = json(hold(Visitor.inside(), "{\"seats\": [\"A-1-35\"]}")).path("id").asText();
    Visitor other = Visitor.inside();

    assertThat(id).isNotEmpty();
    assertProblem(send(other.sign(get("/holds/" + id))), 404);
    assertProblem(send(other.sign(request("/holds/" + id).DELETE())), 404);
  }

  @Test
  void aFieldOfTheWrongTypeIsNamed() throws Exception {
    HttpResponse<String> answer =
        hold(Visitor.inside(), "{\"bestAvailable\": {\"quantity\": \"many\"}}");

    assertProblem(answer, 400);
    assertThat(json(answer).path("detail").asText()).contains("bestAvailable.quantity");
  }

  @Test
  void anotherEventsPathIsUnknown() throws Exception {
    URI other = URI.create(process.url().replace("/aurora", "/aurora2") + "/queue/status");

    assertProblem(send(HttpRequest.newBuilder(other)), 404);
  }

  @Test
  void aPlaceCannotBeHandedOn() throws Exception {
    Visitor one = Visitor.joined();
    Visitor other = new Visitor(Visitor.joined().cookie(), one.place(), "");

    HttpResponse<String> answer = send(other.sign(post("/queue/claims", "")));

    assertProblem(answer, 403);
  }

  @Test
  void aSessionCannotBeHandedOn() throws Exception {
    Visitor one = Visitor.inside();
    Visitor other = new Visitor(Visitor.joined().cookie(), one.place(), one.entry());

    assertProblem(hold(other, "{\"seats\": [\"A-1-1\"]}"), 403);
  }

  @Test
  void aClaimRepeatedGivesTheSameSession() throws Exception {
    Visitor visitor = Visitor.inside();

    HttpResponse<String> again =
        send(new Visitor(visitor.cookie(), visitor.place(), "").sign(post("/queue/claims", "")));

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again).path("entryToken").asText()).isEqualTo(visitor.entry());
  }

  @Test
  void whoLeftCannotEnterOnTheSamePlaceAgain() throws Exception {
    Visitor visitor = Visitor.inside();
    HttpResponse<String> left = send(visitor.sign(request("/queue/session").DELETE()));

    HttpResponse<String> again = send(visitor.sign(post("/queue/claims", "")));

    assertThat(left.statusCode()).isEqualTo(204);
    assertProblem(again, 409);
    assertThat(json(again).path("type").asText()).endsWith("/already-used");
  }

  @Test
  void aSeatThatIsTakenIsNamed() throws Exception {
    hold(Visitor.inside(), "{\"seats\": [\"A-1-20\"]}");

    HttpResponse<String> late = hold(Visitor.inside(), "{\"seats\": [\"A-1-20\", \"A-1-21\"]}");

    assertProblem(late, 409);
    assertThat(json(late).path("unavailable").toString()).isEqualTo("[\"A-1-20\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/seats", "/seats/availability", "/queue/status", "/queue/windows"})
  void publicDocumentsAreCacheableAndTouchNoCookie(String path) throws Exception {
    HttpResponse<String> answer = send(get(path));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("public");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/seats"})
  void whoHasADocumentAlreadyIsToldSo(String path) throws Exception {
    String etag = send(get(path)).headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = send(get(path).header("If-None-Match", etag));

    assertThat(again.statusCode()).isEqualTo(304);
  }

  @Test
  void whatIsPersonalIsNeverCached() throws Exception {
    HttpResponse<String> place = send(Visitor.joined().sign(get("/queue/place")));

    assertThat(place.statusCode()).isEqualTo(200);
    assertThat(place.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void anotherSiteCannotWriteWithOurCookies() throws Exception {
    Visitor visitor = Visitor.joined();
    HttpRequest.Builder request =
        visitor.sign(post("/queue/claims", "")).header("Origin", "https://evil.example");

    assertProblem(send(request), 403);
  }

  private static HttpResponse<String> hold(Visitor visitor, String body) throws Exception {
    return hold(visitor, UUID.randomUUID().toString(), body);
  }

  private static HttpResponse<String> hold(Visitor visitor, String key, String body)
      throws Exception {
    return send(visitor.sign(post("/holds", body)).header("Idempotency-Key", key));
  }

  private static void assertProblem(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    JsonNode problem = json(answer);
    assertThat(problem.path("type").asText()).startsWith("https://onsale.dev/problems/");
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("detail").asText()).isNotBlank();
  }

  private static HttpRequest.Builder get(String path) {
    return request(path).GET();
  }

  private static HttpRequest.Builder post(String path, String body) {
    return request(path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(process.url() + path)).timeout(Duration.ofSeconds(15));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }
}
