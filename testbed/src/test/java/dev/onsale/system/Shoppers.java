package dev.onsale.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A few people who buy one ticket after the other and try nothing twice: a connection that breaks
 * and an answer of 5xx are written down as lost.
 */
final class Shoppers implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TURN = Duration.ofSeconds(30);

  private final URI queue;
  private final URI booking;
  private final String path;
  private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicInteger bought = new AtomicInteger();

  /**
   * @param path of the event, {@code /v1/events/NAMESPACE/NAME}
   */
  Shoppers(URI queue, URI booking, String path, int count) {
    this.queue = queue;
    this.booking = booking;
    this.path = path;
    for (int i = 0; i < count; i++) {
      people.submit(this::shop);
    }
  }

  /** Requests without an answer, or with 5xx. */
  List<String> lost() {
    return List.copyOf(lost);
  }

  long answered() {
    return answered.get();
  }

  /** Tickets paid for. */
  int bought() {
    return bought.get();
  }

  private void shop() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        buy();
      } catch (InterruptedException e) {
        return;
      } catch (IOException e) {
        // written down where it happened; the next purchase goes on
        continue;
      }
    }
  }

  private void buy() throws IOException, InterruptedException {
    HttpResponse<String> place = send("POST", queue, "/queue/places", Map.of(), "{}");
    String cookie = place.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
    String token = json(place).path("token").asText();
    String entry = claim(cookie, token);
    send("GET", queue, "/queue/status", Map.of(), "");
    Map<String, String> inside = Map.of("Cookie", cookie, "X-Queue-Entry-Token", entry);
    JsonNode hold =
        json(send("POST", booking, "/holds", inside, "{\"section\":\"floor\",\"quantity\":1}"));
    JsonNode order =
        json(
            send(
                "POST",
                booking,
                "/orders",
                inside,
                "{\"hold\":\"%s\",\"email\":\"a@example.com\"}"
                    .formatted(hold.path("id").asText())));
    String id = order.path("id").asText();
    HttpResponse<String> paid =
        send("POST", booking, "/orders/" + id + "/payment", inside, "{\"method\":\"pm_ok\"}");
    if (paid.statusCode() == 200) {
      bought.incrementAndGet();
    }
    TimeUnit.MILLISECONDS.sleep(100);
  }

  private String claim(String cookie, String token) throws IOException, InterruptedException {
    Map<String, String> waiting = Map.of("Cookie", cookie, "X-Queue-Place-Token", token);
    long deadline = System.nanoTime() + TURN.toNanos();
    while (true) {
      HttpResponse<String> claim = send("POST", queue, "/queue/claims", waiting, "{}");
      if (claim.statusCode() / 100 == 2) {
        return json(claim).path("entryToken").asText();
      }
      if (System.nanoTime() > deadline) {
        lost.add("no turn within %d s: %s".formatted(TURN.toSeconds(), claim.body()));
        throw new IOException("no turn");
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
  }

  private HttpResponse<String> send(
      String method, URI server, String below, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path + below))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
      request.header("Origin", "http://" + server.getAuthority());
      request.header("Idempotency-Key", UUID.randomUUID().toString());
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answered.incrementAndGet();
      if (response.statusCode() >= 500) {
        lost.add("%s %s → %d %s".formatted(method, below, response.statusCode(), response.body()));
      }
      return response;
    } catch (IOException e) {
      lost.add("%s %s → %s".formatted(method, below, e));
      throw e;
    }
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    people.shutdownNow();
    http.shutdownNow();
  }
}
