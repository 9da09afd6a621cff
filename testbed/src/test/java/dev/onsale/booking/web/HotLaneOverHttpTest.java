package dev.onsale.booking.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.sale.Sale;
import dev.onsale.testbed.stores.Stores;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a crowd does to join, status and claim, over real connections and a real Redis. */
class HotLaneOverHttpTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d+)");

  private static Stores stores;
  private static Sale sale;
  private static RuntimeProcess process;

  @BeforeAll
  static void open() throws Exception {
    stores = Stores.shared();
    sale = Sale.on(stores.postgres(), stores.redis(), stores.kafka().bootstrapServers(), 40);
    process = sale.start("hot");
    await().atMost(Duration.ofSeconds(30)).until(() -> status().statusCode() == 200);
  }

  @AfterAll
  static void close() throws Exception {
    sale.close();
  }

  @Test
  void aThousandClaimsOfOnePlaceAtOnceAreOneSession() throws Exception {
    HttpResponse<String> joined = join();
    String cookie = cookie(joined);
    String token = token(joined);
    await().atMost(Duration.ofSeconds(10)).until(() -> isServed(place(joined)));

    List<HttpResponse<String>> claims = atOnce(1_000, () -> claim(cookie, token));

    assertThat(claims).filteredOn(claim -> claim.statusCode() == 201).hasSize(1);
    assertThat(claims).filteredOn(claim -> claim.statusCode() == 200).hasSize(999);
    assertThat(claims).extracting(HttpResponse::body).containsOnly(claims.getFirst().body());
  }

  @Test
  void everybodyWhoJoinsAtOnceHasAPlaceOfTheirOwn() throws Exception {
    List<HttpResponse<String>> joins = atOnce(500, HotLaneOverHttpTest::join);

    assertThat(joins).allMatch(join -> join.statusCode() == 201);
    assertThat(joins).extracting(HotLaneOverHttpTest::place).doesNotHaveDuplicates();
  }

  @Test
  void whoJoinsWhileRedisIsStuckIsToldToComeBackAndNoPlaceIsGivenTwice() throws Exception {
    List<HttpResponse<String>> joins = new ArrayList<>(atOnce(20, HotLaneOverHttpTest::join));
    stores.redis().pause();
    try {
      List<HttpResponse<String>> stuck = atOnce(50, HotLaneOverHttpTest::join);
      assertThat(stuck)
          .allSatisfy(
              answer -> {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(answer.body()).contains("problems/store-unavailable");
              });
    } finally {
      stores.redis().resume();
    }
    await().atMost(Duration.ofSeconds(15)).until(() -> join().statusCode() == 201);
    joins.addAll(atOnce(50, HotLaneOverHttpTest::join));

    assertThat(joins).allMatch(join -> join.statusCode() == 201);
    assertThat(joins).extracting(HotLaneOverHttpTest::place).doesNotHaveDuplicates();
  }

  @Test
  void whoHoldsSeatsWhileRedisIsStuckIsToldToComeBackAndHasThemOnce() throws Exception {
    HttpResponse<String> joined = join();
    await().atMost(Duration.ofSeconds(10)).until(() -> isServed(place(joined)));
    String entry =
        JSON.readTree(claim(cookie(joined), token(joined)).body()).path("entryToken").asText();
    HttpRequest.Builder hold =
        request("/holds")
            .header("Cookie", cookie(joined))
            .header("X-Queue-Entry-Token", entry)
            .header("Idempotency-Key", "a-key-for-stuck-redis")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"seats\": [\"A-1-1\", \"A-1-2\"]}"));
    stores.redis().pause();
    try {
      HttpResponse<String> stuck = send(hold);
      assertThat(stuck.statusCode()).as(stuck.body()).isEqualTo(503);
      assertThat(stuck.headers().firstValue("Retry-After")).isPresent();
    } finally {
      stores.redis().resume();
    }

    await().atMost(Duration.ofSeconds(15)).until(() -> send(hold).statusCode() == 201);

    String id = JSON.readTree(send(hold).body()).path("id").asText();
    assertThat(JSON.readTree(send(hold).body()).path("id").asText()).isEqualTo(id);
  }

  @Test
  void hotAndColdRequestsOfOnePipelineAreAnsweredInOrder() throws Exception {
    String path = URI.create(process.url()).getPath();
    List<String> calls =
        List.of(
            "GET " + path + "/queue/status",
            "GET " + path + "/seats",
            "POST " + path + "/queue/places",
            "GET " + path + "/nothing/here",
            "POST " + path + "/queue/claims",
            "POST " + path + "/queue/places",
            "GET " + path + "/queue/windows",
            "PUT " + path + "/queue/status");
    List<Integer> statuses = List.of(200, 200, 201, 404, 401, 201, 200, 405);
    StringBuilder pipeline = new StringBuilder();
    List<Integer> expected = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      calls.forEach(
          call ->
              pipeline.append(call).append(" HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"));
      expected.addAll(statuses);
    }
    pipeline
        .append("GET ")
        .append(path)
        .append(" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    expected.add(200);

    assertThat(statusesOf(raw(pipeline.toString()))).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "whole, 1, 401, place-token-invalid",
    "truncated, 0, 401, place-token-invalid",
    "empty, 0, 401, place-token-required",
    "huge, 0, 401, place-token-invalid",
    "an entry token, 0, 401, place-token-invalid",
    "another's, 0, 403, anothers-place"
  })
  void aTokenThatIsNotTheVisitorsKeepsItsStatus(
      String which, int forgedCharacters, int status, String slug) throws Exception {
    HttpResponse<String> joined = join();
    String token = token(joined);
    String shown =
        switch (which) {
          case "truncated" -> token.substring(0, token.length() - 8);
          case "empty" -> "";
          case "huge" -> token.repeat(20);
          case "an entry token" -> entryToken();
          case "another's" -> token(join());
          default -> (token.startsWith("B") ? "C" : "B") + token.substring(forgedCharacters);
        };

    HttpResponse<String> claim = claim(cookie(joined), shown);

    assertThat(claim.statusCode()).as(claim.body()).isEqualTo(status);
    assertThat(claim.body()).contains("problems/" + slug);
  }

  @Test
  void headersAndBodiesThatAreTooLargeAreRefused() throws Exception {
    String path = URI.create(process.url()).getPath() + "/queue/places";

    String headers =
        raw("POST " + path + " HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(17_000) + "\r\n\r\n");
    String body = raw("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");

    assertThat(statusesOf(headers)).containsExactly(431);
    assertThat(statusesOf(body)).containsExactly(413);
  }

  @Test
  void whoHasTheStatusAlreadyIsToldSo() throws Exception {
    String etag = status().headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = send(request("/queue/status").header("If-None-Match", etag).GET());

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void hotRequestsAreCountedWithAllOthers() throws Exception {
    status();
    send(request("/seats").GET());

    String metrics =
        HTTP.send(
                HttpRequest.newBuilder(URI.create(process.managementUrl() + "/metrics")).build(),
                BodyHandlers.ofString())
            .body();

    assertThat(
            metrics.lines().filter(line -> line.startsWith("http_server_requests_seconds_count")))
        .anyMatch(line -> line.contains("/queue/status\"") && line.contains("status=\"200\""))
        .anyMatch(line -> line.contains("/seats\""));
  }

  private static String entryToken() throws Exception {
    HttpResponse<String> joined = join();
    await().atMost(Duration.ofSeconds(10)).until(() -> isServed(place(joined)));
    return JSON.readTree(claim(cookie(joined), token(joined)).body()).path("entryToken").asText();
  }

  private static boolean isServed(long place) throws Exception {
    return JSON.readTree(status().body()).path("lanes").path(0).path("cutoff").asLong() > place;
  }

  private static <T> List<T> atOnce(int count, Callable<T> call) throws Exception {
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> all = IntStream.range(0, count).mapToObj(i -> many.submit(call)).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> one : all) {
        results.add(one.get());
      }
      return results;
    }
  }

  /** Sends bytes over a connection of their own, and reads until the server ends it. */
  private static String raw(String bytes) throws Exception {
    URI url = URI.create(process.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(15_000);
      CompletableFuture<String> answer =
          CompletableFuture.supplyAsync(() -> everythingFrom(socket), Thread::startVirtualThread);
      socket.getOutputStream().write(bytes.getBytes(US_ASCII));
      return answer.get();
    }
  }

  private static String everythingFrom(Socket socket) {
    try {
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (IOException reset) {
      throw new java.io.UncheckedIOException(reset);
    }
  }

  private static List<Integer> statusesOf(String answers) {
    return STATUS_LINE.matcher(answers).results().map(r -> Integer.valueOf(r.group(1))).toList();
  }

  private static HttpResponse<String> join() throws Exception {
    return send(request("/queue/places").POST(BodyPublishers.noBody()));
  }

  private static HttpResponse<String> claim(String cookie, String token) throws Exception {
    return send(
        request("/queue/claims")
            .header("Cookie", cookie)
            .header("X-Queue-Place-Token", token)
            .POST(BodyPublishers.noBody()));
  }

  private static HttpResponse<String> status() throws Exception {
    return send(request("/queue/status").GET());
  }

  private static String cookie(HttpResponse<String> joined) {
    return joined.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
  }

  private static String token(HttpResponse<String> joined) throws Exception {
    return JSON.readTree(joined.body()).path("token").asText();
  }

  private static long place(HttpResponse<String> joined) {
    try {
      return JSON.readTree(joined.body()).path("place").asLong();
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(process.url() + path)).timeout(Duration.ofSeconds(15));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
