package dev.onsale.booking.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.sale.Sale;
import dev.onsale.testbed.stores.Stores;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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

  /** Holds one more seat; its position. */
  private static int hold(SeatVisitor visitor) throws Exception {
    int seat = nextSeat++;
    HttpResponse<String> held = visitor.hold("A-1-" + seat);
    assertThat(held.statusCode()).as(held.body()).isEqualTo(201);
    return seat - 1;
  }

  private static SeatVisitor inside() throws Exception {
    return SeatVisitor.inside(process.url());
  }

  @Test
  void aStreamBeginsWithAllSeatsAndTellsWhatChanges() throws Exception {
    SeatVisitor visitor = inside();
    try (SeatStreamSocket stream = visitor.stream()) {
      assertThat(stream.status()).isEqualTo(200);
      SeatStreamSocket.Event first = stream.event(0);
      assertThat(first.name()).isEqualTo("snapshot");
      assertThat(first.id()).isEqualTo(first.data().path("version").asText());
      assertThat(Base64.getDecoder().decode(first.data().path("states").asText())).hasSize(100);

      int position = hold(visitor);

      String id = stream.told(position);
      assertThat(number(id)).isGreaterThan(number(first.id()));
      assertThat(stream.head()).contains("content-type: text/event-stream");
    }
  }

  @Test
  void whoComesBackHearsOnlyWhatWasMissed() throws Exception {
    SeatVisitor visitor = inside();
    String id;
    try (SeatStreamSocket stream = visitor.stream()) {
      id = stream.told(hold(visitor));
    }
    int missed = hold(visitor);

    try (SeatStreamSocket again = visitor.stream("Last-Event-ID: " + id)) {
      SeatStreamSocket.Event first = again.event(0);

      assertThat(first.name()).isEqualTo("delta");
      assertThat(first.data().path("since").asText()).isEqualTo(id);
      assertThat(SeatStreamSocket.held(first.data())).contains(missed);
    }
  }

  @Test
  void whoHasAllSeatsGoesOnFromThere() throws Exception {
    SeatVisitor visitor = inside();
    String version = json(get("/seats/availability")).path("version").asText();
    int position = hold(visitor);

    try (SeatStreamSocket stream = visitor.streamSince(version)) {
      stream.told(position);
      assertThat(stream.events()).extracting(SeatStreamSocket.Event::name).containsOnly("delta");
    }
  }

  @Test
  void aNewEpochIsToldWithAllSeats() throws Exception {
    SeatVisitor visitor = inside();
    try (SeatStreamSocket stream = visitor.stream()) {
      String before = stream.event(0).id();

      process.bean(EventRedis.class).suspend();

      SeatStreamSocket.Event next = stream.event(1);
      assertThat(next.name()).isEqualTo("snapshot");
      assertThat(epoch(next.id())).isGreaterThan(epoch(before));
      try (SeatStreamSocket late = visitor.stream("Last-Event-ID: " + before)) {
        assertThat(late.event(0).name()).isEqualTo("snapshot");
      }
    }
    await().atMost(PATIENCE).until(() -> get("/queue/status").statusCode() == 200);
  }

  @Test
  void onlyWhoIsInsideHearsAStream() throws Exception {
    SeatVisitor visitor = inside();
    SeatVisitor other = inside();

    assertThat(status(new SeatVisitor(process.url(), "a=b", visitor.entry()))).isEqualTo(401);
    assertThat(status(new SeatVisitor(process.url(), visitor.cookie(), "AAAA"))).isEqualTo(401);
    assertThat(status(new SeatVisitor(process.url(), visitor.cookie(), ""))).isEqualTo(401);
    assertThat(status(new SeatVisitor(process.url(), visitor.cookie(), other.entry())))
        .isEqualTo(403);
    assertThat(
            status(
                new SeatVisitor(
                    process.url(), visitor.cookie() + "; onsale_entry=" + visitor.entry(), "")))
        .isEqualTo(401);
  }

  @Test
  void theEntryTokenMayBeACookie() throws Exception {
    SeatVisitor visitor = inside();

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
    SeatVisitor visitor = inside();

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
    SeatVisitor visitor = inside();
    List<SeatStreamSocket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        open.add(visitor.stream());
        assertThat(open.getLast().status()).isEqualTo(200);
      }
      try (SeatStreamSocket tooMany = visitor.stream()) {
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.head()).anyMatch(line -> line.startsWith("retry-after:"));
      }
      open.removeFirst().close();
      await().atMost(PATIENCE).until(() -> status(visitor) == 200);
    } finally {
      for (SeatStreamSocket stream : open) {
        stream.close();
      }
    }
  }

  @Test
  void requestsBehindAStreamAreNotAnswered() throws Exception {
    SeatVisitor visitor = inside();
    URI url = URI.create(process.url());
    try (SeatStreamSocket stream = visitor.stream()) {
      stream.event(0);
      stream.send("GET " + url.getPath() + "/queue/status HTTP/1.1\r\nHost: a\r\n\r\n");

      stream.told(hold(visitor));

      assertThat(stream.events())
          .extracting(SeatStreamSocket.Event::name)
          .containsOnly("snapshot", "delta");
      assertThat(stream.ended()).isFalse();
    }
  }

  @Test
  void changesSinceAVersionAreToldAloneAndAllSeatsWhereThatIsNotKnown() throws Exception {
    SeatVisitor visitor = inside();
    JsonNode all = json(get("/seats/availability"));
    String version = all.path("version").asText();
    int position = hold(visitor);

    JsonNode changes =
        await()
            .atMost(PATIENCE)
            .until(
                () -> json(get("/seats/availability?since=" + version)),
                told -> SeatStreamSocket.held(told).contains(position));

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
    SeatVisitor visitor = inside();
    RuntimeProcess ending = sale.start("ending", Duration.ofSeconds(3));
    try (SeatStreamSocket stream =
        new SeatVisitor(ending.url(), visitor.cookie(), visitor.entry()).stream()) {
      stream.event(0);

      Thread.startVirtualThread(ending::close);

      stream.awaitEnd();
      assertThat(stream.events().getLast().name()).isEqualTo("end");
      assertThat(stream.events().getLast().data().path("reason").asText()).isEqualTo("draining");
    }
  }

  private static int status(SeatVisitor visitor) throws IOException {
    try (SeatStreamSocket stream = visitor.stream()) {
      return stream.status();
    }
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
