package dev.onsale.seating;

import dev.onsale.api.v1alpha1.Row;
import dev.onsale.api.v1alpha1.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Every seat of a map with its index: sections, rows and seats in declared order, so that each row
 * and each standing section is one run. Immutable; lookups take constant time.
 */
public final class SeatPlan {
  private final List<Seat> seats;
  private final List<SeatRange> ranges;
  private final Map<String, Integer> indexes;

  private SeatPlan(List<Seat> seats, List<SeatRange> ranges) {
    this.seats = List.copyOf(seats);
    this.ranges = List.copyOf(ranges);
    this.indexes = HashMap.newHashMap(seats.size());
    for (var seat : seats) {
      if (indexes.put(seat.id(), seat.index()) != null) {
        throw new IllegalArgumentException(
            "seat " + seat.id() + " exists twice; give each section and each of its rows one name");
      }
    }
  }

  /**
   * @throws IllegalArgumentException if two seats have the same id
   */
  public static SeatPlan of(SeatMap map) {
    var seats = new ArrayList<Seat>(map.places());
    var ranges = new ArrayList<SeatRange>();
    for (var section : map.sections()) {
      if (section.standing()) {
        ranges.add(range(section, null, seats.size(), section.places()));
        addStanding(seats, section);
      }
      for (var row : section.rows()) {
        ranges.add(range(section, row, seats.size(), row.seats()));
        addRow(seats, section, row);
      }
    }
    return new SeatPlan(seats, ranges);
  }

  /** Seats and standing places, blocked ones included. */
  public int size() {
    return seats.size();
  }

  /** All seats, by index. */
  public List<Seat> seats() {
    return seats;
  }

  /** Rows and standing sections, by first index. */
  public List<SeatRange> ranges() {
    return ranges;
  }

  /**
   * @throws IndexOutOfBoundsException outside 0 to {@link #size()} - 1
   */
  public Seat seat(int index) {
    return seats.get(index);
  }

  /** The index of that seat id; empty if there is none. */
  public OptionalInt index(String id) {
    var index = indexes.get(id);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /** How many are not for sale. */
  public int blocked() {
    return (int) seats.stream().filter(Seat::blocked).count();
  }

  private static SeatRange range(Section section, @Nullable Row row, int first, int size) {
    return new SeatRange(
        section.name(),
        row == null ? null : row.name(),
        section.tier(),
        section.rank(),
        first,
        size);
  }

  private static void addStanding(List<Seat> seats, Section section) {
    for (int unit = 1; unit <= section.places(); unit++) {
      seats.add(
          new Seat(
              seats.size(),
              section.name() + "-" + unit,
              section.name(),
              null,
              unit,
              unit - 1,
              section.tier(),
              false,
              false,
              false,
              null,
              null));
    }
  }

  private static void addRow(List<Seat> seats, Section section, Row row) {
    for (int position = 0; position < row.seats(); position++) {
      int number = row.number(position);
      seats.add(
          new Seat(
              seats.size(),
              section.name() + "-" + row.name() + "-" + number,
              section.name(),
              row.name(),
              number,
              position,
              section.tier(),
              row.blocked().contains(number),
              row.accessible().stream().anyMatch(a -> a.seat() == number),
              row.aisleAfter().contains(number),
              companionOf(row, number),
              allotment(row, number)));
    }
  }

  private static @Nullable Integer companionOf(Row row, int number) {
    for (var place : row.accessible()) {
      if (place.companion() != null && place.companion() == number) {
        return place.seat();
      }
    }
    return null;
  }

  private static @Nullable String allotment(Row row, int number) {
    for (var run : row.allotted()) {
      if (run.from() <= number && number <= run.to()) {
        return run.allotment();
      }
    }
    return null;
  }
}
