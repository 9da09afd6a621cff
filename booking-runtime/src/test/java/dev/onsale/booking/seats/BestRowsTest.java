package dev.onsale.booking.seats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.Row;
import dev.onsale.api.v1alpha1.Section;
import dev.onsale.booking.seats.BestRows.Rows;
import dev.onsale.booking.seats.BestRows.Standing;
import dev.onsale.booking.seats.BestRows.Step;
import dev.onsale.booking.seats.HoldRequest.BestAvailable;
import dev.onsale.booking.seats.RowParts.Part;
import dev.onsale.seating.SeatMap;
import dev.onsale.seating.SeatPlan;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BestRowsTest {
  private static final int FLOOR = 50;

  @Test
  void betterSectionsComeFirstAndTheRowsOfOneFrontToBack() {
    Hall hall =
        new Hall(
            section("back", "std", 2, row("1", 8)),
            section("front", "vip", 1, row("1", 8), row("2", 8)));

    assertThat(hall.rows(2, 0)).containsExactly("front-1", "front-2", "back-1");
  }

  @Test
  void aRowIsPartedByItsAislesAndAroundWheelchairPlaces() {
    Row aisle = new Row("1", 8, 1, 1, List.of(4), null, null, null);
    Row wheels = new Row("2", 8, 1, 1, null, null, List.of(new Row.Accessible(3, 4)), null);
    RowParts parts = new RowParts(new Hall(section("A", "vip", 1, aisle, wheels)).plan);

    assertThat(parts.ranked())
        .extracting(part -> part.first() + "-" + part.last())
        .containsExactly("0-3", "4-7", "8-9", "12-15");
    assertThat(List.of(parts.of(10), parts.of(11)))
        .allSatisfy(
            part -> {
              assertThat(part.general()).isFalse();
              assertThat(part.first()).isEqualTo(part.last());
            });
  }

  @Test
  void whoAskAtOnceBeginWithRowsOfTheirOwn() {
    Hall hall =
        new Hall(
            section(
                "A",
                "vip",
                1,
                IntStream.range(0, 40).mapToObj(i -> row("" + i, 20)).toArray(Row[]::new)));

    Set<String> firsts = new HashSet<>();
    for (int hash = -500; hash < 500; hash++) {
      firsts.add(hall.rows(4, hash).getFirst());
    }

    assertThat(firsts).hasSize(16).contains("A-0", "A-15").doesNotContain("A-16");
  }

  @Test
  void aCallLooksAtFewRowsAndThereAreFewCalls() {
    Hall hall =
        new Hall(
            section(
                "A",
                "vip",
                1,
                IntStream.range(0, 90).mapToObj(i -> row("" + i, 20)).toArray(Row[]::new)));

    List<Step> steps = hall.steps(4, 7, false);

    assertThat(steps).hasSize(6);
    assertThat(steps)
        .allSatisfy(step -> assertThat(((Rows) step).parts()).hasSize(BestRows.AT_ONCE));
    assertThat(hall.rows(4, 7)).doesNotHaveDuplicates();
  }

  @Test
  void rowsWhereASingleSeatWouldBeLeftComeLast() {
    Hall hall = new Hall(section("A", "vip", 1, row("1", 5), row("2", 9)));

    assertThat(hall.steps(4, 0, false))
        .extracting(step -> names((Rows) step) + ((Rows) step).leavingOne())
        .containsExactly("[A-2]false", "[A-1]true");
  }

  @Test
  void whereSingleSeatsMayBeLeftTheBestRowIsTaken() {
    Hall hall = new Hall(section("A", "vip", 1, row("1", 5), row("2", 9)));

    assertThat(hall.steps(4, 0, true))
        .extracting(step -> names((Rows) step) + ((Rows) step).leavingOne())
        .containsExactly("[A-1, A-2]true");
  }

  @Test
  void aRunOfOneMoreIsNoHindranceToAnotherThatJustFits() {
    Hall hall = new Hall(section("A", "vip", 1, row("1", 10)));
    hall.take(5);

    // five, then four
    assertThat(hall.steps(4, 0, false))
        .extracting(step -> names((Rows) step))
        .containsExactly("[A-1]");
    assertThat(hall.steps(5, 0, false)).hasSize(1);
    assertThat(hall.steps(6, 0, false)).isEmpty();
  }

  @Test
  void onlyTheTierAndSectionAskedForAreLookedAt() {
    Hall hall =
        new Hall(
            section("A", "vip", 1, row("1", 8)),
            section("B", "std", 2, row("1", 8)),
            section("C", "std", 3, row("1", 8)));

    assertThat(hall.rows(new BestAvailable(2, "std", null), 0)).containsExactly("B-1", "C-1");
    assertThat(hall.rows(new BestAvailable(2, null, "C"), 0)).containsExactly("C-1");
    assertThat(new BestRows(hall.parts).possible(new BestAvailable(2, "vip", "C"))).isFalse();
  }

  @Test
  void standingRoomIsTriedInItsRank() {
    Hall hall =
        new Hall(
            section("A", "vip", 1, row("1", 8)),
            new Section("floor", "std", 2, null, FLOOR, null),
            section("B", "std", 3, row("1", 8)));

    List<Step> steps = hall.steps(2, 0, false);

    assertThat(steps).hasSize(3);
    assertThat(steps.get(1)).isInstanceOf(Standing.class);
    assertThat(hall.steps(FLOOR + 1, 0, false)).isEmpty();
  }

  @Test
  void aRowThatShouldBeFullOfThoseSentThereComesAfterTheOthers() {
    Hall hall = new Hall(section("A", "vip", 1, row("1", 8), row("2", 8), row("3", 8)));

    hall.free.send(hall.parts.ranked().getFirst(), 4);
    assertThat(hall.rows(4, 0)).containsExactly("A-1", "A-2", "A-3");
    hall.free.send(hall.parts.ranked().getFirst(), 4);
    assertThat(hall.rows(4, 0)).containsExactly("A-2", "A-3", "A-1");

    hall.free.send(hall.parts.ranked().getFirst(), -4);
    assertThat(hall.rows(4, 0)).containsExactly("A-1", "A-2", "A-3");
  }

  @Test
  void whereRedisFoundNothingNobodyLooksAgain() {
    Hall hall = new Hall(section("A", "vip", 1, row("1", 8), row("2", 8)));

    hall.free.noneIn(List.of(hall.parts.ranked().getFirst()), 4, false);

    assertThat(hall.rows(4, 0)).containsExactly("A-2");
    assertThat(hall.rows(3, 0)).containsExactly("A-1", "A-2");
  }

  private static Section section(String name, String tier, int rank, Row... rows) {
    return new Section(name, tier, rank, List.of(rows), null, null);
  }

  private static Row row(String name, int seats) {
    return new Row(name, seats, 1, 1, null, null, null, null);
  }

  private static String names(Rows step) {
    return step.parts().stream().map(BestRowsTest::name).toList().toString();
  }

  private static String name(Part part) {
    return part.range().section() + "-" + part.range().row();
  }

  /** A house and what is free in it. */
  private static final class Hall {
    final SeatPlan plan;
    final RowParts parts;
    private final SeatBits bits;
    FreeRuns free;

    Hall(Section... sections) {
      plan = new SeatMap(List.of(sections)).plan();
      parts = new RowParts(plan);
      bits = SeatBits.free(plan.size());
      free = runs();
    }

    void take(int index) {
      bits.set(index, SeatBits.SOLD);
      free = runs();
    }

    private FreeRuns runs() {
      return new FreeRuns(bits, Map.of("floor", FLOOR), parts);
    }

    List<Step> steps(int quantity, int hash, boolean gaps) {
      return new BestRows(parts).steps(new BestAvailable(quantity, null, null), free, hash, gaps);
    }

    List<String> rows(int quantity, int hash) {
      return rows(new BestAvailable(quantity, null, null), hash);
    }

    List<String> rows(BestAvailable request, int hash) {
      return new BestRows(parts)
          .steps(request, free, hash, false).stream()
              .flatMap(step -> ((Rows) step).parts().stream())
              .map(BestRowsTest::name)
              .toList();
    }
  }
}
