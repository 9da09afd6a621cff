package dev.onsale.booking.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.sale.Sale;
import dev.onsale.testbed.stores.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The seats as buyers see them: all states, what changed, and changes as they happen. */
class SeatsOverHttpTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static Sale sale;
  private static RuntimeProcess process;
  private static int nextSeat = 1;

  @BeforeAll
  static void open() throws Exception {
    Stores stores = Stores.shared();
    sale = Sale.on(stores.postgres(), stores.redis(), stores.kafka().bootstrapServers(), 400);
    process = sale.start("shown");
    await().atMost(PATIENCE).until(() -> get("/queue/status").statusCode() == 200);
  }

  @AfterAll
  static void close() throws Exception {
    sale.close();
  }

  /** Somebody inside. */
  private record Visitor(String cookie, String entry) {

    static Visitor inside() throws Exception {
      HttpResponse<String> joined = send(request("/queue/places").POST(BodyPublishers.noBody()));
      String cookie = joined.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
      String place = json(joined).path("token").asText();
      HttpResponse<String> entered =
          await()
              .atMost(PATIENCE)
              .until(
                  () ->
                      send(
                          request("/queue/claims")
                              .header("Cookie", cookie)
                              .header("X-Queue-Place-Token", place)
                              .POST(BodyPublishers.noBody())),
                  claim -> claim.statusCode() == 201);
      return new Visitor(cookie, json(entered).path("entryToken").asText());
    }

    /** Holds one more seat; its position. */
    int hold() throws Exception {
      int seat = nextSeat++;
      HttpResponse<String> held =
          send(
              request("/holds")
                  .header("Cookie", cookie)
                  .header("X-Queue-Entry-Token", entry)
                  .header("Idempotency-Key", UUID.randomUUID().toString())
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"seats\":[\"A-1-%d\"]}".formatted(seat))));
      assertThat(held.statusCode()).as(held.body()).isEqualTo(201);
      return seat - 1;
    }

    Stream stream(String... headers) throws IOException {
      return new Stream(this, "", headers);
    }
  }

  private record Event(String id, String name, JsonNode data) {}

  /** An open stream, and what came over it. */
  private static final class Stream implements AutoCloseable {
    private final Socket socket;
    private final List<String> head = new CopyOnWriteArrayList<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    Stream(Visitor visitor, String query, String... headers) throws IOException {
      URI url = URI.create(process.url());
      socket = new Socket(url.getHost(), url.getPort());
      StringBuilder request = new StringBuilder();
      request.append("GET ").append(url.getPath()).append("/seats/stream").append(query);
      request.append(" HTTP/1.1\r\nHost: a\r\nCookie: ").append(visitor.cookie());
      request.append("\r\nX-Queue-Entry-Token: ").append(visitor.entry()).append("\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      socket.getOutputStream().write(request.append("\r\n").toString().getBytes(US_ASCII));
      Thread.startVirtualThread(this::read);
    }

    private void read() {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
        String line = lines.readLine();
        while (line != null && !line.isEmpty()) {
          head.add(line);
          line = lines.readLine();
        }
        String id = "";
        String name = "";
        while (line != null) {
          if (line.startsWith("id: ")) {
            id = line.substring(4);
          } else if (line.startsWith("event: ")) {
            name = line.substring(7);
          } else if (line.startsWith("data: ")) {
            events.add(new Event(id, name, JSON.readTree(line.substring(6))));
          }
          line = lines.readLine();
        }
      } catch (IOException closed) {
        // by the test, or reset by the server: the end either way
      } finally {
        ended = true;
      }
    }

    int status() {
      await().atMost(PATIENCE).until(() -> !head.isEmpty() || ended);
      return Integer.parseInt(head.getFirst().split(" ")[1]);
    }

    Event event(int at) {
      await().atMost(PATIENCE).until(() -> events.size() > at || ended);
      return events.get(at);
    }

    /** Waits until a delta tells that the seat is held; its id. */
    String told(int position) {
      return await()
          .atMost(PATIENCE)
          .until(
              () ->
                  events.stream()
                      .filter(event -> event.name().equals("delta"))
                      .filter(event -> held(event.data()).contains(position))
                      .map(Event::id)
                      .toList(),
              ids -> !ids.isEmpty())
          .getFirst();
    }

    void awaitEnd() {
      await().atMost(PATIENCE).until(() -> ended);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void aStreamBeginsWithAllSeatsAndTellsWhatChanges() throws Exception {
    Visitor visitor = Visitor.inside();
    try (Stream stream = visitor.stream()) {
      assertThat(stream.status()).isEqualTo(200);
      Event first = stream.event(0);
      assertThat(first.name()).isEqualTo("snapshot");
      assertThat(first.id()).isEqualTo(first.data().path("version").asText());
      assertThat(Base64.getDecoder().decode(first.data().path("states").asText())).hasSize(100);

      int position = visitor.hold();

      String id = stream.told(position);
      assertThat(number(id)).isGreaterThan(number(first.id()));
      assertThat(stream.head).contains("content-type: text/event-stream");
    }
  }

  @Test
  void whoComesBackHearsOnlyWhatWasMissed() throws Exception {
    Visitor visitor = Visitor.inside();
    String id;
    try (Stream stream = visitor.stream()) {
      id = stream.told(visitor.hold());
    }
    int missed = visitor.hold();

    try (Stream again = visitor.stream("Last-Event-ID: " + id)) {
      Event first = again.event(0);

      assertThat(first.name()).isEqualTo("delta");
      assertThat(first.data().path("since").asText()).isEqualTo(id);
      assertThat(held(first.data())).contains(missed);
    }
  }

  @Test
  void whoHasAllSeatsGoesOnFromThere() throws Exception {
    Visitor visitor = Visitor.inside();
    String version = json(get("/seats/availability")).path("version").asText();
    int position = visitor.hold();

    try (Stream stream = new Stream(visitor, "?since=" + version)) {
      stream.told(position);
      assertThat(stream.events).extracting(Event::name).containsOnly("delta");
    }
  }

  @Test
  void aNewEpochIsToldWithAllSeats() throws Exception {
    Visitor visitor = Visitor.inside();
    try (Stream stream = visitor.stream()) {
      String before = stream.event(0).id();

      process.bean(EventRedis.class).suspend();

      Event next = stream.event(1);
      assertThat(next.name()).isEqualTo("snapshot");
      assertThat(epoch(next.id())).isGreaterThan(epoch(before));
      try (Stream late = visitor.stream("Last-Event-ID: " + before)) {
        assertThat(late.event(0).name()).isEqualTo("snapshot");
      }
    }
    await().atMost(PATIENCE).until(() -> get("/queue/status").statusCode() == 200);
  }

  @Test
  void onlyWhoIsInsideHearsAStream() throws Exception {
    Visitor visitor = Visitor.inside();
    Visitor other = Visitor.inside();

    assertThat(status(new Visitor("a=b", visitor.entry()))).isEqualTo(401);
    assertThat(status(new Visitor(visitor.cookie(), "AAAA"))).isEqualTo(401);
    assertThat(status(new Visitor(visitor.cookie(), ""))).isEqualTo(401);
    assertThat(status(new Visitor(visitor.cookie(), other.entry()))).isEqualTo(403);
    assertThat(status(new Visitor(visitor.cookie() + "; onsale_entry=" + visitor.entry(), "")))
        .isEqualTo(401);
  }

  @Test
  void theEntryTokenMayBeACookie() throws Exception {
    Visitor visitor = Visitor.inside();

    HttpResponse<Void> head =
        HTTP.send(
            request("/seats/stream")
                .header("Cookie", visitor.cookie() + "; onsale_entry=" + visitor.entry())
                .HEAD()
                .build(),
            BodyHandlers.discarding());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Type")).contains("text/event-stream");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.", "a.b", "1.2.3", "-1.4", "1.99999999999999999999"})
  void aVersionThatIsNoneIsNamed(String version) throws Exception {
    Visitor visitor = Visitor.inside();

    HttpResponse<String> since = get("/seats/availability?since=" + version);
    HttpResponse<String> last =
        send(
            request("/seats/stream")
                .header("Cookie", visitor.cookie())
                .header("X-Queue-Entry-Token", visitor.entry())
                .header("Last-Event-ID", version)
                .GET());

    assertThat(since.statusCode()).isEqualTo(400);
    assertThat(since.body()).contains("since", "'" + version + "'", "EPOCH.N");
    assertThat(last.statusCode()).isEqualTo(400);
    assertThat(last.body()).contains("Last-Event-ID", "'" + version + "'");
  }

  @Test
  void aSessionHasFourStreamsAtMost() throws Exception {
    Visitor visitor = Visitor.inside();
    List<Stream> open = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        open.add(visitor.stream());
        assertThat(open.getLast().status()).isEqualTo(200);
      }
      try (Stream tooMany = visitor.stream()) {
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.head).anyMatch(line -> line.startsWith("retry-after:"));
      }
      open.removeFirst().close();
      await().atMost(PATIENCE).until(() -> status(visitor) == 200);
    } finally {
      for (Stream stream : open) {
        stream.close();
      }
    }
  }

  @Test
  void requestsBehindAStreamAreNotAnswered() throws Exception {
    Visitor visitor = Visitor.inside();
    URI url = URI.create(process.url());
    try (Stream stream = visitor.stream()) {
      stream.event(0);
      stream
          .socket
          .getOutputStream()
          .write(
              ("GET " + url.getPath() + "/queue/status HTTP/1.1\r\nHost: a\r\n\r\n")
                  .getBytes(US_ASCII));

      stream.told(visitor.hold());

      assertThat(stream.events).extracting(Event::name).containsOnly("snapshot", "delta");
      assertThat(stream.ended).isFalse();
    }
  }

  @Test
  void changesSinceAVersionAreToldAloneAndAllSeatsWhereThatIsNotKnown() throws Exception {
    Visitor visitor = Visitor.inside();
    JsonNode all = json(get("/seats/availability"));
    String version = all.path("version").asText();
    int position = visitor.hold();

    JsonNode changes =
        await()
            .atMost(PATIENCE)
            .until(
                () -> json(get("/seats/availability?since=" + version)),
                told -> held(told).contains(position));

    assertThat(changes.has("states")).isFalse();
    assertThat(changes.path("since").asText()).isEqualTo(version);
    assertThat(json(get("/seats/availability?since=99999.1")).has("states")).isTrue();
  }

  @Test
  void octetsAreAllSeatsAndWhoHasThemIsToldSo() throws Exception {
    HttpResponse<byte[]> octets =
        HTTP.send(
            request("/seats/availability").header("Accept", "application/octet-stream").build(),
            BodyHandlers.ofByteArray());

    ByteBuffer told = ByteBuffer.wrap(octets.body());
    assertThat(octets.headers().firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(octets.headers().firstValue("Cache-Control").orElse("")).contains("max-age=1");
    assertThat(told.getLong() + "." + told.getLong() + "b")
        .isEqualTo(octets.headers().firstValue("ETag").orElseThrow().replace("\"", ""));
    assertThat(told.getInt()).isBetween(1, 400);
    assertThat(told.remaining()).isEqualTo(100);
    HttpResponse<String> again =
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  String etag = get("/seats/availability").headers().firstValue("ETag").orElse("");
                  return send(request("/seats/availability").header("If-None-Match", etag));
                },
                answer -> answer.statusCode() == 304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void streamsEndWithTheirProcess() throws Exception {
    Visitor visitor = Visitor.inside();
    RuntimeProcess kept = process;
    RuntimeProcess ending = sale.start("ending", Duration.ofSeconds(3));
    process = ending;
    try (Stream stream = visitor.stream()) {
      stream.event(0);

      Thread.startVirtualThread(ending::close);

      stream.awaitEnd();
      assertThat(stream.events.getLast().name()).isEqualTo("end");
      assertThat(stream.events.getLast().data().path("reason").asText()).isEqualTo("draining");
    } finally {
      process = kept;
    }
  }

  private static int status(Visitor visitor) throws IOException {
    try (Stream stream = visitor.stream()) {
      return stream.status();
    }
  }

  private static List<Integer> held(JsonNode delta) {
    List<Integer> held = new ArrayList<>();
    delta.path("changes").path(1).forEach(position -> held.add(position.asInt()));
    return held;
  }

  private static long epoch(String version) {
    return Long.parseLong(version.split("\\.")[0]);
  }

  private static long number(String version) {
    return Long.parseLong(version.split("\\.")[1]);
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return JSON.readTree(answer.body());
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(request(path).GET());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(process.url() + path)).timeout(Duration.ofSeconds(15));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
