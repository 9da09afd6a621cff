package dev.onsale.booking.web;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Somebody inside, with the tokens that say so; asks once and takes what is answered.
 *
 * @param url base of the process's API
 */
record SeatVisitor(String url, String cookie, String entry) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Somebody whom nobody knows. */
  static SeatVisitor inside(String url) throws Exception {
    return enter(url, null);
  }

  /**
   * Somebody who logged in.
   *
   * @param login the cookie that says so
   */
  static SeatVisitor inside(String url, String login) throws Exception {
    return enter(url, login);
  }

  private static SeatVisitor enter(String url, @Nullable String login) throws Exception {
    HttpRequest.Builder join = request(url, "/queue/places").POST(BodyPublishers.noBody());
    if (login != null) {
      join.header("Cookie", login);
    }
    HttpResponse<String> joined =
        await().atMost(PATIENCE).until(() -> send(join), answer -> answer.statusCode() == 201);
    String cookie =
        login != null
            ? login
            : joined.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    String place = json(joined).path("token").asText();
    HttpResponse<String> entered =
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    send(
                        request(url, "/queue/claims")
                            .header("Cookie", cookie)
                            .header("X-Queue-Place-Token", place)
                            .POST(BodyPublishers.noBody())),
                claim -> claim.statusCode() == 201);
    return new SeatVisitor(url, cookie, json(entered).path("entryToken").asText());
  }

  /** Asks for these seats, under a new key. */
  HttpResponse<String> hold(String... seats) throws Exception {
    String ids =
        Arrays.stream(seats).map(seat -> '"' + seat + '"').collect(Collectors.joining(","));
    return post("{\"seats\":[" + ids + "]}");
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(url, path).header("Cookie", cookie));
  }

  private HttpResponse<String> post(String body) throws Exception {
    return send(
        request(url, "/holds")
            .header("Cookie", cookie)
            .header("X-Queue-Entry-Token", entry)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  SeatStreamSocket stream(String... headers) throws IOException {
    return new SeatStreamSocket(this, "", headers);
  }

  SeatStreamSocket streamSince(String version) throws IOException {
    return new SeatStreamSocket(this, "?since=" + version);
  }

  static HttpRequest.Builder request(String url, String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(15));
  }

  static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }
}
