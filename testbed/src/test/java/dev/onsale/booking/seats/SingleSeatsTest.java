package dev.onsale.booking.seats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.Row;
import dev.onsale.api.v1alpha1.Section;
import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.seats.HoldOutcome.Held;
import dev.onsale.booking.seats.HoldOutcome.LeavesSingle;
import dev.onsale.seating.SeatMap;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where no choice may leave a single seat without need. */
class SingleSeatsTest {
  /** Ten seats, an aisle after the sixth, the ninth not for sale. */
  private static final SeatMap ROW =
      new SeatMap(
          List.of(
              new Section(
                  "A",
                  "vip",
                  1,
                  List.of(new Row("1", 10, 1, 1, List.of(6), List.of(9), null, null)),
                  null,
                  null)));

  private final SaleInRedis sale = SaleInRedis.opened(Terms.GENEROUS.withoutGaps(), ROW);

  @AfterEach
  void close() {
    sale.close();
  }

  @ParameterizedTest(name = "{0}: {1} would be left, {2}")
  @CsvSource({
    // beside the end of the row, the aisle, a seat that is not for sale
    "2 3, 1, 1 2",
    "4 5, 6, 5 6",
    // between chosen ones
    "1 3, 2, 1 2",
    "4 6, 5, 5 6",
  })
  void aChoiceThatLeavesASingleSeatForNothingIsRefusedWithABetterOne(
      String seats, String left, String instead) {
    assertThat(hold(seats))
        .isEqualTo(new LeavesSingle("A-1-" + left, Arrays.stream(ids(instead)).toList()));
    assertThat(sale.availability.counts().held()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1 2", "3 4", "1 2 3 4", "5 6", "1 4", "1 2 5 6", "7", "8", "7 8", "10"})
  void otherChoicesAreFine(String seats) {
    assertThat(hold(seats)).isNotInstanceOf(LeavesSingle.class);
  }

  @Test
  void aSingleSeatThatSomebodyHasToLeaveMayBeLeft() {
    held("1 2");
    held("3");

    // three are left before the aisle
    held("5 6");
    held("4");
  }

  @Test
  void whatOthersTookBoundsTheRun() {
    held("1 2");

    assertThat(hold("4 5")).isInstanceOf(LeavesSingle.class);
    held("3 4");
  }

  @Test
  void seatsThatAreTakenAreToldBeforeASingleOne() {
    held("1 2");

    assertThat(hold("2 4")).isEqualTo(new HoldOutcome.Unavailable(List.of("A-1-2")));
  }

  @Test
  void theRuleReadsTheSeatsInTheSameStepThatTakesThem() {
    held("1 2");
    Holds.Asker asker = sale.inside();
    Held four = (Held) Asking.hold(sale.holds, asker, chosen("3 4"));
    assertThat(hold("6")).isNotInstanceOf(LeavesSingle.class);
    sale.holds.release(four.hold().id(), asker.buyer());

    assertThat(hold("4")).isInstanceOf(LeavesSingle.class);
  }

  private void held(String seats) {
    assertThat(hold(seats)).isInstanceOf(Held.class);
  }

  private HoldOutcome hold(String seats) {
    return Asking.hold(sale.holds, sale.inside(), chosen(seats));
  }

  private static HoldRequest.Chosen chosen(String seats) {
    return new HoldRequest.Chosen(List.of(ids(seats)));
  }

  private static String[] ids(String numbers) {
    return Arrays.stream(numbers.split(" ")).map("A-1-"::concat).toArray(String[]::new);
  }
}
