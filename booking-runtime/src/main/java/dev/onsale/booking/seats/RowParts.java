package dev.onsale.booking.seats;

import dev.onsale.seating.Seat;
import dev.onsale.seating.SeatPlan;
import dev.onsale.seating.SeatRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of rows within which people sit side by side: rows cut at their aisles. Wheelchair
 * places and companions' seats are parts of their own, which nobody is given who did not name them.
 */
final class RowParts {
  private final List<Part> parts = new ArrayList<>();
  private final List<Part> ranked;
  private final @Nullable Part[] bySeat;

  /**
   * Seats from one index to another, both included; or a standing section as a whole.
   *
   * @param number position among the parts, in the order of the map
   * @param general whether anybody may be given its seats
   */
  record Part(int number, SeatRange range, int first, int last, boolean general) {
    boolean standing() {
      return range.standing();
    }
  }

  RowParts(SeatPlan plan) {
    this.bySeat = new @Nullable Part[plan.size()];
    for (SeatRange range : plan.ranges()) {
      int end = range.first() + range.size() - 1;
      if (range.standing()) {
        add(range, range.first(), end, true);
      } else {
        cut(plan, range, end);
      }
    }
    this.ranked =
        parts.stream()
            .filter(Part::general)
            .sorted(Comparator.comparingInt(part -> part.range().rank()))
            .toList();
  }

  private void cut(SeatPlan plan, SeatRange row, int end) {
    int first = row.first();
    for (int index = row.first(); index <= end; index++) {
      Seat seat = plan.seat(index);
      if (forSome(seat)) {
        if (first < index) {
          add(row, first, index - 1, true);
        }
        add(row, index, index, false);
        first = index + 1;
      } else if (seat.aisleAfter() || index == end) {
        add(row, first, index, true);
        first = index + 1;
      }
    }
  }

  private static boolean forSome(Seat seat) {
    return seat.accessible() || seat.companionOf() != null;
  }

  private void add(SeatRange range, int first, int last, boolean general) {
    Part part = new Part(parts.size(), range, first, last, general);
    parts.add(part);
    for (int index = first; index <= last; index++) {
      bySeat[index] = part;
    }
  }

  /** How many there are; their numbers are below. */
  int count() {
    return parts.size();
  }

  /** Parts that anybody may be given, the best first: by rank, then as the map lists them. */
  List<Part> ranked() {
    return ranked;
  }

  /** The part of a seat. */
  Part of(int index) {
    Part part = bySeat[index];
    if (part == null) {
      throw new IllegalStateException("seat " + index + " is in no row");
    }
    return part;
  }
}
