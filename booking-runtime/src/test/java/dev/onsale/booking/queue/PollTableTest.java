package dev.onsale.booking.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollTableTest {

  @ParameterizedTest
  @ValueSource(ints = {10, 30, 120, 3_600})
  void nobodySleepsThroughTheirTurn(int claimTimeout) {
    assertThat(PollTable.of(claimTimeout))
        .allSatisfy(step -> assertThat(step.seconds()).isBetween(1, Math.max(1, claimTimeout / 3)));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 120})
  void whoIsFartherAsksNoOftener(int claimTimeout) {
    assertThat(PollTable.of(claimTimeout)).extracting(PollTable.Step::seconds).isSorted();
    assertThat(PollTable.of(claimTimeout)).extracting(PollTable.Step::ahead).isSorted();
  }
}
