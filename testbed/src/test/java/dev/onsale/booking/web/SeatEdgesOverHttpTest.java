package dev.onsale.booking.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.Row;
import dev.onsale.api.v1alpha1.Section;
import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.seats.SeatReservations;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.seating.SeatMap;
import dev.onsale.testbed.stores.EmbeddedRedis;
import dev.onsale.testbed.stores.Stores;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Seats at the limits of what is promised, in a house of 50,000 whose first four are kept for
 * sponsors.
 */
class SeatEdgesOverHttpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int KEPT_ROW = 10;
  private static final int ROWS = 500;
  private static final int ROW = 100;
  private static final int AT_ONCE = 500;

  private static EmbeddedRedis redis;
  private static Sale sale;
  private static RuntimeProcess process;
  private static int visitors;

  @BeforeAll
  static void open() throws Exception {
    redis = EmbeddedRedis.start();
    sale = Sale.on(Stores.shared().postgres(), redis, house()).forKnownBuyers("Fifo", null);
    allot(null);
    process = sale.start("edges");
    await().atMost(PATIENCE).until(() -> get("/queue/status").statusCode() == 200);
  }

  @AfterAll
  static void close() {
    sale.close();
    redis.close();
  }

  private static SeatMap house() {
    List<Row> rows =
        IntStream.rangeClosed(1, ROWS)
            .mapToObj(row -> new Row("" + row, ROW, 1, 1, List.of(), List.of(), null, null))
            .toList();
    Row kept =
        new Row("1", KEPT_ROW, 1, 1, null, null, null, List.of(new Row.Allotted(1, 4, "sponsors")));
    return new SeatMap(
        List.of(
            new Section("A", "standard", 1, List.of(kept), null, null),
            new Section("B", "standard", 2, rows, null, null)));
  }

  @Test
  void keptSeatsAreHeldByWhoHasTheRoleAndByEverybodyOnceTheyAreReleased() throws Exception {
    SeatVisitor visitor = visitor();
    SeatVisitor sponsor = visitor("sponsor");

    HttpResponse<String> refused = visitor.hold("A-1-1");
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
    assertThat(refused.body()).contains("invalid", "'A-1-1' is not for sale");
    assertThat(visitor("press").hold("A-1-1").statusCode()).isEqualTo(422);
    assertThat(sponsor.hold("A-1-1").statusCode()).isEqualTo(201);
    try (SeatStreamSocket stream = visitor.stream()) {
      stream.event(0);

      allot(Instant.now());

      await().atMost(PATIENCE).until(() -> visitor.hold("A-1-2").statusCode() == 201);
      stream.told(1);
      assertThat(visitor.hold("A-1-1").body()).contains("seats-unavailable");
    }
  }

  @Test
  void streamsAndHoldsEndWithTheSaleAndNoneBeginAfterIt() throws Exception {
    SeatVisitor visitor = visitor();
    RuntimeLive.Times before = times();
    try (SeatStreamSocket stream = visitor.stream()) {
      stream.event(0);

      close(Instant.now());

      stream.awaitEnd();
      assertThat(stream.events().getLast().name()).isEqualTo("end");
      assertThat(stream.events().getLast().data().path("reason").asText()).isEqualTo("sale-over");
      try (SeatStreamSocket late = visitor.stream()) {
        assertThat(late.status()).isEqualTo(410);
      }
      HttpResponse<String> hold = visitor.hold("A-1-9");
      assertThat(hold.statusCode()).isEqualTo(410);
      assertThat(hold.body()).contains("sale-over");
    } finally {
      close(Instant.parse(before.closesAt()));
    }
    await().atMost(PATIENCE).until(() -> listens(visitor));
  }

  @Test
  void whoReadsNothingIsSentWhatBuffersTakeAndIsDroppedWhileOthersHearAll() throws Exception {
    SeatVisitor visitor = visitor();
    double dropped = dropped();
    try (SeatStreamSocket listening = visitor.stream();
        Socket silent = SeatStreamSocket.unread(visitor(), 4_096)) {
      listening.event(0);
      changeManySeatsUntil(() -> dropped() > dropped && listening.events().size() > 30);

      assertThat(listening.ended()).isFalse();
      assertThat(unread(silent))
          .isLessThan(10 * listening.events().getFirst().data().toString().length());
    }
  }

  @Test
  void whileRedisIsAwaySeatsAreShownWithTheirAgeAndThenNotAtAll() throws Exception {
    assertThat(get("/seats/availability").statusCode()).isEqualTo(200);
    redis.pause();
    try {
      HttpResponse<String> old =
          await()
              .atMost(PATIENCE)
              .until(
                  () -> get("/seats/availability"),
                  answer -> answer.headers().firstValue("Age").isPresent());
      assertThat(old.statusCode()).isEqualTo(200);
      assertThat(old.headers().firstValueAsLong("Age").orElseThrow()).isBetween(1L, 10L);

      HttpResponse<String> refused =
          await()
              .atMost(PATIENCE)
              .until(() -> get("/seats/availability"), answer -> answer.statusCode() != 200);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.body()).contains("store-unavailable");
    } finally {
      redis.resume();
    }
    await().atMost(PATIENCE).until(() -> get("/seats/availability").statusCode() == 200);
  }

  /** So many at once that all seats are told, which fills what a connection can take. */
  private static void changeManySeatsUntil(Callable<Boolean> enough) {
    SeatReservations reservations = process.bean(SeatReservations.class);
    List<List<Integer>> parts =
        IntStream.range(0, 10)
            .mapToObj(part -> KEPT_ROW + AT_ONCE * part)
            .map(first -> IntStream.range(first, first + AT_ONCE).boxed().toList())
            .toList();
    boolean[] sold = new boolean[1];
    String order = UUID.randomUUID().toString();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .until(
            () -> {
              sold[0] = !sold[0];
              for (List<Integer> seats : parts) {
                if (sold[0]) {
                  reservations.markSold(order, seats);
                } else {
                  reservations.free(order, seats);
                }
              }
              return enough.call();
            });
    parts.forEach(seats -> reservations.free(order, seats));
  }

  private static double dropped() {
    return process.bean(MeterRegistry.class).get("onsale.seats.streams.dropped").counter().count();
  }

  private static int unread(Socket socket) throws IOException {
    socket.setSoTimeout((int) PATIENCE.toMillis());
    int all = 0;
    byte[] some = new byte[8_192];
    try {
      for (int read = 0; read >= 0; read = socket.getInputStream().read(some)) {
        all += read;
      }
    } catch (SocketException reset) {
      // the end as well
    }
    return all;
  }

  private static boolean listens(SeatVisitor visitor) throws IOException {
    try (SeatStreamSocket stream = visitor.stream()) {
      return stream.status() == 200;
    }
  }

  private static SeatVisitor visitor(String... roles) throws Exception {
    return SeatVisitor.inside(
        process.url(), sale.loginCookie("visitor-" + ++visitors, Set.of(roles), Set.of()));
  }

  private static void allot(@Nullable Instant release) throws IOException {
    RuntimeLive.Allotment sponsors =
        new RuntimeLive.Allotment(
            "sponsors", "sponsor", release == null ? null : release.toString());
    sale.configure(
        live ->
            changed(live, live.times(), new RuntimeLive.Holds(300, 4, true, List.of(sponsors))));
  }

  private static RuntimeLive.Times times() throws IOException {
    RuntimeLive.Times[] now = new RuntimeLive.Times[1];
    sale.configure(
        live -> {
          now[0] = live.times();
          return live;
        });
    return now[0];
  }

  private static void close(Instant at) throws IOException {
    RuntimeLive.Times now = times();
    RuntimeLive.Times changed =
        new RuntimeLive.Times(
            now.registrationOpensAt(),
            now.registrationClosesAt(),
            now.onSaleAt(),
            at.toString(),
            now.startsAt(),
            now.endsAt(),
            now.preScaleSeconds(),
            now.headStartSeconds());
    sale.configure(live -> changed(live, changed, live.holds()));
  }

  private static RuntimeLive changed(
      RuntimeLive live, RuntimeLive.Times times, RuntimeLive.Holds holds) {
    return new RuntimeLive(
        live.generation() + 1,
        live.title(),
        times,
        live.paused(),
        live.settling(),
        live.admission(),
        holds,
        live.payment(),
        live.limits(),
        live.tiers(),
        live.message());
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return SeatVisitor.send(SeatVisitor.request(process.url(), path));
  }
}
