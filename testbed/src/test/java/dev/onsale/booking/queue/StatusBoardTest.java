package dev.onsale.booking.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.seats.OwnedSeats;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import dev.onsale.runtime.RuntimeBoot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What two processes publish of one waiting room. */
class StatusBoardTest {
  private final SaleInRedis sale = SaleInRedis.opened(Terms.GENEROUS.maxActive(20).claimSeconds(1));
  private final List<StatusBoard> boards = List.of(board(), board());

  @AfterEach
  void close() {
    boards.forEach(StatusBoard::close);
    sale.close();
  }

  @Test
  void whoAsksTwoProcessesInTurnNeverSeesTheQueueGoBack() {
    List<Place> places = join(400);
    List<PublicStatus> seen = new ArrayList<>();
    AtomicInteger looks = new AtomicInteger();
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              int i = looks.getAndIncrement();
              sale.admission.step(1);
              Asking.claim(sale.queue, places.get(i % 20), SaleInRedis.buyer());
              boards.get(i % 2).status().filter(read -> newer(read, seen)).ifPresent(seen::add);
              return seen.size() > 8;
            });

    assertThat(seen).extracting(StatusBoardTest::cutoff).isSorted();
  }

  @Test
  void processesThatReadTheSameAgreeOnEveryWindow() {
    join(400);
    IntStream.range(0, 5).forEach(i -> sale.admission.step(1));
    int windows = QueueState.read(sale.redis, sale.lanes).windows();

    await().atMost(Duration.ofSeconds(10)).until(() -> windows(0).size() == windows);
    await().atMost(Duration.ofSeconds(10)).until(() -> windows(1).size() == windows);
    assertThat(windows(0)).isEqualTo(windows(1)).isNotEmpty();
  }

  @Test
  void aWindowSaysHowManyCameOnceItIsOverAndItsHashStays() {
    List<Place> places = join(10);
    sale.admission.step(1);
    places.subList(0, 4).forEach(place -> Asking.claim(sale.queue, place, SaleInRedis.buyer()));
    await().atMost(Duration.ofSeconds(10)).until(() -> !windows(0).isEmpty());
    ReleaseWindow open = windows(0).getFirst();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              sale.admission.step(1);
              return windows(0).getFirst().claims() != null;
            });

    assertThat(open.claims()).isNull();
    assertThat(windows(0).getFirst()).isEqualTo(open.over(4));
  }

  @Test
  void anybodyCanCheckTheChainOfWindows() throws Exception {
    join(60);
    IntStream.range(0, 3).forEach(i -> sale.admission.step(1));
    await().atMost(Duration.ofSeconds(10)).until(() -> !windows(0).isEmpty());

    String hash = sha256("cluster/concerts/aurora\n1");
    for (ReleaseWindow window : windows(0)) {
      hash =
          sha256(
              hash
                  + "\n"
                  + window.number()
                  + ":"
                  + window.from()
                  + ":"
                  + window.to()
                  + ":"
                  + window.releasedAt().toEpochMilli()
                  + ":"
                  + window.lane());
      assertThat(window.hash()).isEqualTo(hash);
    }
  }

  @Test
  void thePaceIsWhatWasDoneInTheLastMinute() {
    List<Place> places = join(30);
    sale.admission.step(1);
    places.subList(0, 7).forEach(place -> Asking.claim(sale.queue, place, SaleInRedis.buyer()));
    sale.admission.step(1);

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(boards.getFirst().status().orElseThrow().pace())
                    .satisfies(pace -> assertThat(pace.admittedPerMinute()).isEqualTo(7))
                    .satisfies(pace -> assertThat(pace.calledPerMinute()).isBetween(20, 30)));
  }

  @Test
  void atSellOutTheQueueClosesAndSaysSo() {
    List<Integer> seats = IntStream.range(0, 58).filter(i -> i != 7).boxed().toList();
    try (SaleInRedis sold =
        new SaleInRedis(Terms.GENEROUS).open(1, new OwnedSeats.Owned("o", seats, true))) {
      SalePhase phase = new SalePhase(sold.live, Clock.systemUTC());
      Queue queue =
          new Queue(
              sold.redis, sold.live, phase, sold.house, Clock.systemUTC(), sold.lanes, Lots.NONE);
      Place place = sold.join();
      StatusBoard told = board(sold, phase);

      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> told.status().filter(now -> now.phase().equals("SoldOut")).isPresent());
      told.close();

      assertThat(Asking.join(queue, Identity.of(SaleInRedis.buyer())))
          .isEqualTo(new JoinOutcome.Over("every seat is sold"));
      assertThat(Asking.claim(queue, place, SaleInRedis.buyer()))
          .isEqualTo(new ClaimOutcome.Over("every seat is sold"));
    }
  }

  private List<Place> join(int places) {
    return IntStream.range(0, places).mapToObj(i -> sale.join()).toList();
  }

  private List<ReleaseWindow> windows(int process) {
    return boards
        .get(process)
        .windows(0, 1_000)
        .map(StatusBoard.WindowsPage::windows)
        .orElse(List.of());
  }

  private static boolean newer(PublicStatus read, List<PublicStatus> seen) {
    return seen.isEmpty()
        || read.epoch() > seen.getLast().epoch()
        || (read.epoch() == seen.getLast().epoch() && read.version() > seen.getLast().version());
  }

  private static long cutoff(PublicStatus status) {
    return ((Number) status.lanes().getFirst().cutoff()).longValue();
  }

  /** Reads ten times as often as a process does, so that the two see much of each other. */
  private StatusBoard board() {
    return board(sale, new SalePhase(sale.live, Clock.systemUTC()));
  }

  private static StatusBoard board(SaleInRedis sale, SalePhase phase) {
    RuntimeBoot boot =
        new RuntimeBoot(
            "cluster",
            "concerts",
            "aurora",
            "uid",
            "unused",
            "Anonymous",
            "Fifo",
            "unused",
            new RuntimeBoot.Postgres(
                "unused", 1, "unused", "unused", "unused", "unused", "disable", null),
            new RuntimeBoot.Redis("Standalone", List.of(), null, "Disabled"),
            new RuntimeBoot.Kafka("unused", "PLAINTEXT", null),
            "Sandbox",
            null);
    return new StatusBoard(
        sale.redis, sale.availability, sale.live, phase, boot, sale.lanes, new Tempo(10));
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
