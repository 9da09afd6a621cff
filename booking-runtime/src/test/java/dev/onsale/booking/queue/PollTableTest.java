package dev.onsale.booking.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.runtime.RuntimeLive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollTableTest {

  @ParameterizedTest
  @CsvSource({"10, 500", "30, 1", "120, 3000", "3600, 1000000"})
  void nobodySleepsThroughTheirTurn(int claimTimeout, int maxActive) {
    assertThat(PollTable.of(admission(claimTimeout, maxActive), Tempo.REAL))
        .allSatisfy(step -> assertThat(step.seconds()).isBetween(1, claimTimeout / 3));
  }

  @ParameterizedTest
  @CsvSource({"10, 500", "30, 1", "120, 3000", "3600, 1000000"})
  void whoIsFartherAsksNoOftener(int claimTimeout, int maxActive) {
    var table = PollTable.of(admission(claimTimeout, maxActive), Tempo.REAL);

    assertThat(table).extracting(PollTable.Step::seconds).isSorted();
    assertThat(table).extracting(PollTable.Step::ahead).isSorted();
  }

  @Test
  void whoIsToldToSleepHasMorePeopleAheadThanAnEmptyHouseTakes() {
    var table = PollTable.of(admission(120, 3_000), Tempo.REAL);

    assertThat(PollTable.seconds(table, 3_300)).isEqualTo(2);
    assertThat(PollTable.seconds(table, 20_000)).isEqualTo(15);
    assertThat(PollTable.seconds(table, 1_000_000)).isEqualTo(30);
  }

  @Test
  void anIntervalPromisesThatSoManyAreNotCalledMeanwhile() {
    assertThat(PollTable.promises(PollTable.of(admission(120, 1_000), Tempo.REAL), Tempo.REAL))
        .isEqualTo("7000:3303,17000:6606,32000:11010");
  }

  @Test
  void intervalsThatTheClaimTimeoutShortensToOneArePromisedOnce() {
    assertThat(PollTable.promises(PollTable.of(admission(10, 1_000), Tempo.REAL), Tempo.REAL))
        .isEqualTo("5000:3303");
  }

  private static RuntimeLive.Admission admission(int claimTimeout, int maxActive) {
    return new RuntimeLive.Admission(600, maxActive, claimTimeout, 600);
  }
}
