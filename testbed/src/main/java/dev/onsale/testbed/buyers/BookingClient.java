package dev.onsale.testbed.buyers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the buyers' HTTP API of one event. A refused connection, a broken one, 429 and 503 are
 * retried with the same idempotency key, with jitter and within a bound; everything else is an
 * answer. Blocking, for virtual threads. Thread-safe.
 */
public final class BookingClient implements AutoCloseable {
  /** Longer than a pod needs to be replaced on a small node, start of its JVM included. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base;
  private final String origin;
  private final Journal journal;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  /**
   * @param base {@code http://HOST:PORT/v1/events/NAMESPACE/NAME}
   */
  public BookingClient(URI base, Journal journal) {
    this.base = base.toString();
    this.origin = base.getScheme() + "://" + base.getAuthority();
    this.journal = journal;
  }

  /** A public GET: neither cookies nor tokens. */
  public Answer get(String path) throws InterruptedException {
    return send("GET", path, null, null, null);
  }

  public Answer get(String path, Visitor visitor) throws InterruptedException {
    return send("GET", path, visitor, null, null);
  }

  public Answer delete(String path, Visitor visitor) throws InterruptedException {
    return send("DELETE", path, visitor, null, null);
  }

  /**
   * @param body written as JSON, or none
   * @param idempotencyKey where the call needs one
   */
  public Answer post(
      String path, Visitor visitor, @Nullable Object body, @Nullable String idempotencyKey)
      throws InterruptedException {
    return send("POST", path, visitor, body, idempotencyKey);
  }

  private Answer send(
      String method,
      String path,
      @Nullable Visitor visitor,
      @Nullable Object body,
      @Nullable String idempotencyKey)
      throws InterruptedException {
    HttpRequest request = request(method, path, visitor, body, idempotencyKey);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int attempt = 0; ; attempt++) {
      @Nullable Answer answer = null;
      @Nullable IOException failure = null;
      try {
        answer = once(request, visitor);
        if (!isWorthARetry(answer)) {
          return answer;
        }
      } catch (IOException e) {
        failure = e;
      }
      long pause = pauseMillis(attempt, answer);
      if (System.nanoTime() + pause * 1_000_000 > deadline) {
        journal.count(Journal.Count.UNREACHABLE);
        throw new Unreachable(
            "%s %s gave no answer in %ds: %s"
                .formatted(
                    method, path, PATIENCE.toSeconds(), answer == null ? failure : answer.body()),
            failure);
      }
      journal.count(
          answer != null && answer.status() == 429
              ? Journal.Count.RATE_LIMITED
              : Journal.Count.RETRIED);
      Thread.sleep(pause);
    }
  }

  private HttpRequest request(
      String method,
      String path,
      @Nullable Visitor visitor,
      @Nullable Object body,
      @Nullable String idempotencyKey) {
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(REQUEST_TIMEOUT)
            .header("Accept", "application/json, application/problem+json");
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.method(method, HttpRequest.BodyPublishers.ofByteArray(json(body)));
      request.header("Content-Type", "application/json");
    }
    if (visitor != null) {
      visitor.sign(request);
      if (!method.equals("GET")) {
        request.header("Origin", origin).header("Sec-Fetch-Site", "same-origin");
      }
    }
    if (idempotencyKey != null) {
      request.header("Idempotency-Key", idempotencyKey);
    }
    return request.build();
  }

  private Answer once(HttpRequest request, @Nullable Visitor visitor)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response = exchange(request);
    if (visitor != null) {
      visitor.remember(response.headers());
    }
    Duration retryAfter =
        response
            .headers()
            .firstValue("Retry-After")
            .filter(value -> value.matches("[0-9]{1,6}"))
            .map(value -> Duration.ofSeconds(Long.parseLong(value)))
            .orElse(null);
    return new Answer(response.statusCode(), body(response.body()), retryAfter);
  }

  /** The client's own timeout ends with the headers; this one covers the body too. */
  private HttpResponse<byte[]> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return answer.get(REQUEST_TIMEOUT.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no whole answer in time", e);
    } finally {
      answer.cancel(true);
    }
  }

  /**
   * A full house is an answer about the turn, and the caller's business. A request whose first try
   * is still being worked on (409) is asked again until its answer is there.
   */
  private static boolean isWorthARetry(Answer answer) {
    return answer.status() == 429
        || answer.is(409, "in-progress")
        || answer.is(409, "payment-in-progress")
        || answer.status() == 502
        || answer.status() == 504
        || answer.status() == 503 && !answer.problem().equals("house-full");
  }

  private static long pauseMillis(int attempt, @Nullable Answer answer) {
    long asked =
        answer != null && answer.retryAfter() instanceof Duration wait ? wait.toMillis() : 0;
    long backOff = 100L << Math.min(attempt, 5);
    long longest = Math.min(Math.max(asked, backOff), LONGEST_PAUSE.toMillis());
    return Math.min(asked, longest) + ThreadLocalRandom.current().nextLong(longest / 2 + 50);
  }

  private static JsonNode body(byte[] bytes) {
    if (bytes.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new ContractBroken(
          "the answer is not JSON: "
              + new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.UTF_8));
    }
  }

  private static byte[] json(Object body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a request body that is no JSON: " + body, e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
