package dev.onsale.booking.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.booking.queue.QueueCheckpoint.Door;
import dev.onsale.booking.queue.QueueCheckpoint.Inside;
import dev.onsale.booking.queue.QueueCheckpoint.Window;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class QueueCheckpointTest {

  private static final QueueCheckpoint CHECKPOINT =
      new QueueCheckpoint(
          77,
          5_000,
          123_456,
          List.of(
              new Door(
                  900,
                  1_900,
                  400,
                  350,
                  List.of(new Gap(500, 700)),
                  List.of(12L, 340L),
                  List.of(351L, 399L)),
              new Door(0, 0, 1L << 48, 7, List.of(), List.of(), List.of(8L, 1L << 47))),
          List.of(new Window(351, 400, 200_000, 0)),
          List.of(
              new Inside("1.0.399", 1_900_000_000_000L),
              new Inside("3.1.18364758544493064720", 1_900_000_060_000L)));

  @Test
  void aCheckpointReadsBackAsItWasWritten() {
    assertThat(QueueCheckpoint.of(CHECKPOINT.text())).isEqualTo(CHECKPOINT);
    assertThat(QueueCheckpoint.of("")).isEqualTo(QueueCheckpoint.EMPTY);
  }

  @Test
  void aCheckpointOfTenThousandInsideAndAsManyOnTheWayIsSmall() {
    List<Long> claimed = LongStream.rangeClosed(1, 10_000).map(i -> i * 3).boxed().toList();
    List<Inside> inside =
        LongStream.rangeClosed(1, 10_000)
            .mapToObj(i -> new Inside("1.0." + i * 7, 1_900_000_000_000L + i * 37 % 600_000))
            .toList();
    Door door = new Door(1_000_000, 2_000_000, 40_000, 0, List.of(), List.of(), claimed);

    assertThat(new QueueCheckpoint(0, 0, 0, List.of(door), List.of(), inside).text())
        .hasSizeLessThan(120_000);
  }

  @Test
  void aTextThatIsNoCheckpointIsRefused() {
    for (String text : List.of("2 1", "2 1 0 5", "4 1 0", "3 AAAA", "3 no base64", "3 ")) {
      assertThatThrownBy(() -> QueueCheckpoint.of(text)).hasMessageContaining("'" + text + "'");
    }
    String cut = CHECKPOINT.text().substring(0, 20);
    assertThatThrownBy(() -> QueueCheckpoint.of(cut)).hasMessageContaining(cut);
  }

  @Test
  void anotherLifeOfRedisGivesNumbersBeyondEveryOneThatMayHaveBeenGiven() {
    Door again =
        new Door(900, 1_900, 400, 350, List.of(new Gap(500, 700)), List.of(), List.of(351L))
            .reopened();

    assertThat(again.tail()).isEqualTo(1_900);
    assertThat(again.ceiling()).isGreaterThan(1_900);
    assertThat(again.gaps()).containsExactly(new Gap(500, 700), new Gap(900, 1_900));
  }

  @Test
  void lossesInARowSkipOnceAndWhatWasWalkedOverIsForgotten() {
    Door twice =
        new Door(900, 1_900, 400, 350, List.of(), List.of(), List.of()).reopened().reopened();

    assertThat(twice.gaps()).containsExactly(new Gap(900, twice.tail()));
    Door later =
        new Door(twice.tail(), twice.tail(), twice.tail(), 0, twice.gaps(), List.of(), List.of());
    assertThat(later.reopened().gaps()).isEmpty();
  }

  @Test
  void aGapCountsAsOnePerson() {
    List<Gap> gaps = List.of(new Gap(900, 1_900));

    assertThat(2_000 - 800 - Gap.within(gaps, 800, 2_000)).isEqualTo(201);
    assertThat(Gap.within(gaps, 1_900, 2_000)).isZero();
    assertThat(Gap.of(Gap.text(gaps))).isEqualTo(gaps);
    assertThat(Gap.of("")).isEmpty();
  }
}
