package dev.onsale.booking.seats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.booking.seats.SeatHistory.Step;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeatHistoryTest {
  private final SeatHistory history =
      SeatHistory.NONE
          .then(new Step(10, 12, true, new int[] {1, 2}))
          .then(new Step(12, 20, false, new int[] {3}))
          .then(new Step(20, 21, true, new int[] {2, 4}));

  @Test
  void whatChangedSinceAVersionIsTheSumOfTheStepsAfterIt() {
    assertThat(history.since(10)).contains(seats(1, 2, 3, 4));
    assertThat(history.since(12)).contains(seats(2, 3, 4));
    assertThat(history.since(20)).contains(seats(2, 4));
    assertThat(history.since(21)).contains(seats());
  }

  @Test
  void withinAStepOfTheLogAllOfItChanged() {
    assertThat(history.since(11)).contains(seats(1, 2, 3, 4));
  }

  @Test
  void withinAStepThatMissesSeatsWhichChangedBackNothingIsKnown() {
    assertThat(history.since(15)).isEmpty();
  }

  @Test
  void nothingIsKnownOfVersionsBeforeTheFirstStep() {
    assertThat(history.since(9)).isEmpty();
    assertThat(SeatHistory.NONE.since(9)).isEmpty();
  }

  @Test
  void theOldestStepsAreForgottenWhenThereAreManySteps() {
    SeatHistory many = SeatHistory.NONE;
    for (int version = 0; version < SeatHistory.MOST_STEPS + 10; version++) {
      many = many.then(new Step(version, version + 1, true, new int[] {7}));
    }

    assertThat(many.since(9)).isEmpty();
    assertThat(many.since(10)).contains(seats(7));
  }

  @Test
  void theOldestStepsAreForgottenWhenTheyHaveManySeats() {
    int[] half = IntStream.range(0, SeatHistory.MOST_SEATS / 2).toArray();
    SeatHistory large =
        SeatHistory.NONE
            .then(new Step(0, 1, true, half))
            .then(new Step(1, 2, true, half))
            .then(new Step(2, 3, true, new int[] {5}));

    assertThat(large.since(0)).isEmpty();
    assertThat(large.since(1)).isPresent();
  }

  private static BitSet seats(int... indexes) {
    BitSet seats = new BitSet();
    IntStream.of(indexes).forEach(seats::set);
    return seats;
  }
}
