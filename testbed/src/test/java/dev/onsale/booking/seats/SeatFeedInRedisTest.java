package dev.onsale.booking.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.seats.HoldRequest.Chosen;
import dev.onsale.booking.seats.HoldRequest.Standing;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The seats as a process knows them, and as Redis has them. */
class SeatFeedInRedisTest {
  private SaleInRedis sale = SaleInRedis.opened(Terms.GENEROUS);

  @AfterEach
  void close() {
    sale.close();
  }

  @Test
  void everyVersionHasItsEntryInTheLog() {
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1", "A-1-2");
    Asking.hold(sale.holds, sale.inside(), new Standing("floor", 2));
    Asking.hold(sale.holds, sale.inside(), chosen("A-1-1"));
    sale.holds.release(hold.id(), asker.buyer());
    sale.holds.release(hold.id(), asker.buyer());
    held(sale.inside(), "A-1-1");

    long version = sale.availability.fresh().version();
    assertThat(version).isEqualTo(4);
    assertThat(log(1))
        .extracting(entry -> Long.parseLong(entry.getId().split("-")[0]))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, version).boxed().toList());
  }

  @Test
  void whatTheLogTellsIsWhatTheBitsSay() {
    SeatView before = sale.feed.known().seats();
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1", "A-1-2");
    sale.holds.release(hold.id(), asker.buyer());
    held(sale.inside(), "A-1-3");
    Asking.hold(sale.holds, sale.inside(), new Standing("floor", 2));

    SeatView after = afterVersion(before.version());

    Availability.Snapshot truth = sale.availability.fresh();
    assertThat(after.version()).isEqualTo(new SeatVersion(truth.epoch(), truth.version()));
    assertThat(after.bits().bytes()).isEqualTo(truth.bits().bytes());
    assertThat(after.counts()).isEqualTo(truth.counts());
    assertThat(after.standingFree()).isEqualTo(truth.standingFree());
    assertThat(after.changedSince(before.version()).orElseThrow().stream())
        .containsExactly(0, 1, 2, 8, 9);
  }

  @Test
  void aNewEpochStartsAnEmptyLogAndIsReadWhole() {
    held(sale.inside(), "A-1-1");
    SeatVersion old = sale.feed.known().seats().version();

    sale.open(2);

    assertThat(log(2)).isEmpty();
    SeatView next = afterVersion(old);
    assertThat(next.version()).isEqualTo(new SeatVersion(2, 0));
    assertThat(next.counts().held()).isZero();
    assertThat(next.changedSince(old)).isEmpty();
  }

  @Test
  void whoIsThousandsOfVersionsBehindReadsAllSeats() {
    SeatView before = sale.feed.known().seats();
    Holds.Asker asker = sale.inside();
    for (int i = 0; i < 300; i++) {
      Holds.Asker again = SaleInRedis.again(asker);
      Hold hold = held(again, "A-1-1");
      sale.holds.release(hold.id(), asker.buyer());
    }
    held(SaleInRedis.again(asker), "A-1-2");

    SeatView after = afterVersion(before.version());

    assertThat(after.version().number()).isEqualTo(601);
    assertThat(after.changedSince(before.version()).orElseThrow().stream()).containsExactly(1);
    assertThat(after.changedSince(new SeatVersion(1, 300))).isEmpty();
  }

  private SeatView afterVersion(SeatVersion old) {
    return await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> sale.feed.known().seats(), view -> !view.version().equals(old));
  }

  private Hold held(Holds.Asker asker, String... seats) {
    HoldOutcome outcome = Asking.hold(sale.holds, asker, chosen(seats));
    assertThat(outcome).isInstanceOf(HoldOutcome.Held.class);
    return ((HoldOutcome.Held) outcome).hold();
  }

  private static Chosen chosen(String... seats) {
    return new Chosen(List.of(seats));
  }

  private List<StreamMessage<String, String>> log(long epoch) {
    RedisClient client = RedisClient.create(sale.server.uri());
    try (var connection = client.connect()) {
      return connection.sync().xrange(sale.prefix() + epoch + ":changes", Range.unbounded());
    } finally {
      client.shutdown();
    }
  }
}
