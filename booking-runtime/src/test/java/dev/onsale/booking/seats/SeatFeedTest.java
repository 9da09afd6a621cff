package dev.onsale.booking.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.api.v1alpha1.Row;
import dev.onsale.api.v1alpha1.Section;
import dev.onsale.booking.redis.Reply;
import dev.onsale.seating.SeatMap;
import dev.onsale.seating.SeatPlan;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SeatFeedTest {
  /** Eight seats in a row, then four standing places. */
  private static final SeatPlan PLAN =
      SeatPlan.of(
          new SeatMap(
              List.of(
                  new Section(
                      "A",
                      "vip",
                      1,
                      List.of(new Row("1", 8, 1, 1, List.of(), List.of(), null, null)),
                      null,
                      null),
                  new Section("floor", "standing", 2, null, 4, null))));

  private final SeatView first =
      SeatFeed.next(PLAN, 3, null, reply("SEATS", 5, bits(0b01_00_00_00, 0, 0)));

  @Test
  void allSeatsAreKnownFromTheBits() {
    assertThat(first.version()).hasToString("3.5");
    assertThat(first.counts()).isEqualTo(new InventoryCounts(12, 11, 1, 0, 0));
    assertThat(first.standingFree()).containsEntry("floor", 4);
  }

  @Test
  void nothingNewIsTheSameView() {
    assertThat(SeatFeed.next(PLAN, 3, first, reply("SAME", 5))).isSameAs(first);
  }

  @Test
  void changesOfTheLogAreAppliedInTheirOrder() {
    SeatView next =
        SeatFeed.next(PLAN, 3, first, reply("CHANGES", 8, 40, log(0, 0) + log(8, 1) + log(0, 2)));

    assertThat(next.version()).hasToString("3.8");
    assertThat(next.bits().state(0)).isEqualTo(SeatBits.SOLD);
    assertThat(next.counts()).isEqualTo(new InventoryCounts(12, 10, 1, 1, 0));
    assertThat(next.standingFree()).containsEntry("floor", 3);
    assertThat(changed(next, 3, 5)).containsExactly(0, 8);
    assertThat(changed(next, 3, 7)).containsExactly(0, 8);
  }

  @Test
  void seatsReadAnewAreComparedWithThoseKnown() {
    SeatView next =
        SeatFeed.next(PLAN, 3, first, reply("SEATS", 9_000, bits(0b01_00_10_00, 0, 0b01)));

    assertThat(changed(next, 3, 5)).containsExactly(2, 11);
    assertThat(next.changedSince(new SeatVersion(3, 6))).isEmpty();
  }

  @Test
  void ofAnotherEpochOnlyAllSeatsWillDo() {
    SeatView next = SeatFeed.next(PLAN, 4, null, reply("SEATS", 5, bits(0, 0, 0)));

    assertThat(next.changedSince(new SeatVersion(3, 5))).isEmpty();
    assertThat(changed(next, 4, 5)).isEmpty();
  }

  @Test
  void whoKnowsMoreThanThisProcessMissesNothing() {
    assertThat(changed(first, 3, 99)).isEmpty();
  }

  @Test
  void aVersionIsReadAsItIsWritten() {
    assertThat(SeatVersion.of("3.17")).isEqualTo(new SeatVersion(3, 17)).hasToString("3.17");
    assertThat(Stream.of("", "3", "3.", ".3", "3.-1", "3.1.1", "3.1 ", "9999999999999999999.1"))
        .allSatisfy(
            text ->
                assertThatThrownBy(() -> SeatVersion.of(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + text + "'"));
  }

  private static List<Integer> changed(SeatView view, long epoch, long number) {
    return view.changedSince(new SeatVersion(epoch, number)).orElseThrow().stream()
        .boxed()
        .toList();
  }

  private static Reply reply(Object... values) {
    return new Reply(List.of(values));
  }

  private static String log(int index, int state) {
    int change = index * 4 + state;
    return "" + (char) (change >> 16) + (char) (change >> 8 & 0xff) + (char) (change & 0xff);
  }

  private static String bits(int... bytes) {
    return java.util.Arrays.stream(bytes)
        .mapToObj(at -> String.valueOf((char) at))
        .collect(Collectors.joining());
  }
}
