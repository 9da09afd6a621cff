package dev.onsale.booking.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.booking.identity.DeviceIdentity;
import dev.onsale.booking.queue.Lanes;
import dev.onsale.booking.queue.QueueCheckpoint;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.seats.Inventory;
import dev.onsale.booking.tokens.EntryTokens;
import dev.onsale.booking.tokens.KeyRing;
import dev.onsale.booking.tokens.PlaceTokens;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import dev.onsale.booking.tokens.SessionId;
import dev.onsale.runtime.TokenKind;
import dev.onsale.testbed.stores.Stores;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokens that are not what they should be: each is answered by the contract and changes nothing.
 */
class BadTokensTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant LATER = Instant.now().plus(Duration.ofHours(1));

  private static Sale sale;
  private static RuntimeProcess process;
  private static Visitor inside;

  /** Cookie, place token and entry token of somebody. */
  private record Visitor(String cookie, String place, String entry) {
    String id() {
      String device = cookie.substring(cookie.indexOf('=') + 1);
      return process.bean(DeviceIdentity.class).recognise(device).orElseThrow().id();
    }
  }

  @BeforeAll
  static void open() throws Exception {
    Stores stores = Stores.shared();
    sale = Sale.on(stores.postgres(), stores.redis(), stores.kafka().bootstrapServers(), 40);
    process = sale.start("suspicious");
    await().atMost(PATIENCE).until(() -> get("/queue/status").statusCode() == 200);
    inside = inside();
  }

  @AfterAll
  static void close() throws Exception {
    sale.close();
  }

  /** A token and how it is answered. */
  record Bad(String what, String token, int status, String problem) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Bad> places() {
    String good = inside.place();
    String me = inside.id();
    Place place = new Place(1, 0, 1, LATER);
    byte[] key = key(TokenKind.Place);
    return Stream.of(
        new Bad("none", "", 401, "place-token-required"),
        new Bad("nonsense", "nonsense", 401, "place-token-invalid"),
        new Bad("forged", changed(good), 401, "place-token-invalid"),
        new Bad("truncated", good.substring(0, good.length() - 4), 401, "place-token-invalid"),
        new Bad("longer", good + "AAAA", 401, "place-token-invalid"),
        new Bad("another spelling", good + "=", 401, "place-token-invalid"),
        new Bad("an entry token", inside.entry(), 401, "place-token-invalid"),
        new Bad(
            "of another event",
            new PlaceTokens(KeyRing.of(key), "cluster/other").issue(place, me),
            401,
            "place-token-invalid"),
        new Bad(
            "under the entry tokens' key",
            new PlaceTokens(KeyRing.of(key(TokenKind.Entry)), event()).issue(place, me),
            401,
            "place-token-invalid"),
        new Bad(
            "expired",
            ours().issue(new Place(1, 0, 1, Instant.now().minusSeconds(61)), me),
            401,
            "place-token-expired"),
        new Bad("somebody else's", ours().issue(place, "d_other"), 403, "anothers-place"),
        new Bad(
            "of a lane that there is not",
            ours().issue(new Place(1, 7, 1, LATER), me),
            410,
            "turn-passed"));
  }

  @ParameterizedTest
  @MethodSource("places")
  void aBadPlaceTokenOpensNoSession(Bad bad) throws Exception {
    changesNothing(() -> assertThat(claim(inside.cookie(), bad.token())).matches(isAnswer(bad)));
  }

  static Stream<Bad> entries() {
    String good = inside.entry();
    String me = inside.id();
    SessionId session = new SessionId(1, 0, 1);
    byte[] key = key(TokenKind.Entry);
    EntryTokens ours = new EntryTokens(KeyRing.of(key), event());
    return Stream.of(
        new Bad("none", "", 401, "entry-token-required"),
        new Bad("nonsense", "nonsense", 401, "entry-token-invalid"),
        new Bad("forged", changed(good), 401, "entry-token-invalid"),
        new Bad("truncated", good.substring(0, good.length() - 4), 401, "entry-token-invalid"),
        new Bad("a place token", inside.place(), 401, "entry-token-invalid"),
        new Bad(
            "of another event",
            new EntryTokens(KeyRing.of(key), "cluster/other").issue(session, me, LATER),
            401,
            "entry-token-invalid"),
        new Bad(
            "under the place tokens' key",
            new EntryTokens(KeyRing.of(key(TokenKind.Place)), event()).issue(session, me, LATER),
            401,
            "entry-token-invalid"),
        new Bad(
            "expired",
            ours.issue(session, me, Instant.now().minusSeconds(61)),
            401,
            "entry-token-expired"),
        new Bad("somebody else's", ours.issue(session, "d_other", LATER), 403, "anothers-session"),
        new Bad(
            "of a session that there is not",
            ours.issue(new SessionId(1, 0, 900_000), me, LATER),
            410,
            "session-ended"));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void aBadEntryTokenHoldsNoSeat(Bad bad) throws Exception {
    changesNothing(() -> assertThat(hold(inside.cookie(), bad.token())).matches(isAnswer(bad)));
  }

  @Test
  void anEntryTokenShownAgainAfterItsSessionWasGivenBackHoldsNoSeat() throws Exception {
    Visitor gone = inside();
    assertThat(send("DELETE", "/queue/session", gone.cookie(), null, gone.entry()).statusCode())
        .isEqualTo(204);

    changesNothing(
        () ->
            assertThat(hold(gone.cookie(), gone.entry()))
                .matches(isAnswer(new Bad("replayed", "", 410, "session-ended"))));
  }

  @Test
  void aPlaceThatIsNotServedYetIsToldWhenToAskAgain() throws Exception {
    String far = ours().issue(new Place(1, 0, 900_000, LATER), inside.id());
    Visitor waiting = joined();
    String place = ours().issue(new Place(1, 0, 900_000, LATER), waiting.id());

    changesNothing(
        () -> {
          HttpResponse<String> answer = claim(waiting.cookie(), place);
          assertThat(answer).matches(isAnswer(new Bad("early", "", 409, "not-your-turn")));
          assertThat(answer.headers().firstValue("Retry-After")).isPresent();
          // Who is inside has one session, whatever place they show.
          assertThat(claim(inside.cookie(), far).statusCode()).isEqualTo(200);
        });
  }

  @Test
  void aPlaceThatAThousandClaimAtOnceOpensOneSession() throws Exception {
    Visitor visitor = joined();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                json(send("GET", "/queue/place", visitor.cookie(), visitor.place(), null))
                    .path("yourTurn")
                    .asBoolean());
    int sessions = checkpoint().inside().size();
    List<Callable<HttpResponse<String>>> claims = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      claims.add(() -> claim(visitor.cookie(), visitor.place()));
    }

    List<HttpResponse<String>> answers = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(100)) {
      for (Future<HttpResponse<String>> answer : threads.invokeAll(claims)) {
        answers.add(answer.get());
      }
    }

    assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(999);
    assertThat(answers.stream().map(BadTokensTest::entryToken).distinct()).hasSize(1);
    assertThat(checkpoint().inside()).hasSize(sessions + 1);
  }

  @Test
  void aClaimWhoseAnswerWasLostIsAnsweredAgainAndChangesNothing() throws Exception {
    Visitor visitor = inside();

    changesNothing(
        () -> {
          HttpResponse<String> again = claim(visitor.cookie(), visitor.place());
          assertThat(again.statusCode()).isEqualTo(200);
          assertThat(entryToken(again)).isEqualTo(visitor.entry());
        });
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void changesNothing(Step step) throws Exception {
    QueueCheckpoint before = checkpoint();
    var seats = process.bean(Inventory.class).counts();
    step.run();
    QueueCheckpoint after = checkpoint();
    assertThat(after.inside()).isEqualTo(before.inside());
    assertThat(after.lanes()).isEqualTo(before.lanes());
    assertThat(process.bean(Inventory.class).counts()).isEqualTo(seats);
  }

  private static QueueCheckpoint checkpoint() {
    return QueueCheckpoint.take(process.bean(EventRedis.class), process.bean(Lanes.class));
  }

  private static java.util.function.Predicate<HttpResponse<String>> isAnswer(Bad bad) {
    return answer -> {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(bad.status());
      assertThat(answer.body()).contains("https://onsale.dev/problems/" + bad.problem() + "\"");
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
      return true;
    };
  }

  private static PlaceTokens ours() {
    return new PlaceTokens(KeyRing.of(key(TokenKind.Place)), event());
  }

  private static byte[] key(TokenKind kind) {
    return Base64.getDecoder().decode(sale.keys().of(kind).getFirst().key());
  }

  private static String event() {
    return sale.boot().clusterId() + "/" + sale.boot().eventUid();
  }

  /** One bit of the place or session itself is another. */
  private static String changed(String token) {
    byte[] whole = Base64.getUrlDecoder().decode(token);
    whole[20] ^= 1;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  private static Visitor joined() throws Exception {
    HttpResponse<String> joined = send("POST", "/queue/places", null, null, null);
    String cookie = joined.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    return new Visitor(cookie, json(joined).path("token").asText(), "");
  }

  private static Visitor inside() throws Exception {
    Visitor visitor = joined();
    String[] entry = {""};
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              HttpResponse<String> claim = claim(visitor.cookie(), visitor.place());
              entry[0] = entryToken(claim);
              return claim.statusCode() == 201;
            });
    return new Visitor(visitor.cookie(), visitor.place(), entry[0]);
  }

  private static HttpResponse<String> claim(String cookie, String place) throws Exception {
    return send("POST", "/queue/claims", cookie, place, null);
  }

  private static HttpResponse<String> hold(String cookie, String entry) throws Exception {
    return send("POST", "/holds", cookie, null, entry);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, null, null, null);
  }

  private static HttpResponse<String> send(
      String method,
      String path,
      @Nullable String cookie,
      @Nullable String place,
      @Nullable String entry)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(process.url() + path))
            .timeout(Duration.ofSeconds(15))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .method(
                method,
                path.equals("/holds")
                    ? BodyPublishers.ofString("{\"seats\": [\"A-1-30\"]}")
                    : BodyPublishers.noBody());
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    if (place != null && !place.isEmpty()) {
      request.header("X-Queue-Place-Token", place);
    }
    if (entry != null && !entry.isEmpty()) {
      request.header("X-Queue-Entry-Token", entry);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static String entryToken(HttpResponse<String> answer) {
    try {
      return json(answer).path("entryToken").asText();
    } catch (Exception e) {
      throw new IllegalStateException(answer.body(), e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }
}
