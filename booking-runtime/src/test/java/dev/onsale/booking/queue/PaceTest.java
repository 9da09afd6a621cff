package dev.onsale.booking.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void anEstimateIsHowManyAreAheadByHowManyAreCalledAMinute() {
    assertThat(new Pace(300, 120).secondsUntil(1_000)).hasValue(200);
  }

  @Test
  void whoseTurnItIsWaitsForNobody() {
    assertThat(new Pace(0, 0).secondsUntil(0)).hasValue(0);
  }

  @Test
  void whileNobodyIsCalledNothingIsPromised() {
    assertThat(new Pace(0, 12).secondsUntil(1)).isEmpty();
  }
}
