package dev.onsale.booking.seats;

import dev.onsale.seating.SeatPlan;
import dev.onsale.seating.SeatRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Looks for seats next to each other: best sections first, no run across an aisle, and where it can
 * be no single free seat left beside the run.
 */
final class AdjacentSeats {
  /** Buyers who ask at once are spread over so many of the best runs, or they all want one. */
  private static final int SPREAD = 12;

  private final SeatPlan plan;
  private final int quantity;
  private final List<SeatRange> ranges;

  AdjacentSeats(SeatPlan plan, HoldRequest.BestAvailable request) {
    this.plan = plan;
    this.quantity = request.quantity();
    this.ranges =
        plan.ranges().stream()
            .filter(range -> request.tier() == null || range.tier().equals(request.tier()))
            .filter(range -> request.section() == null || range.section().equals(request.section()))
            .sorted(Comparator.comparingInt(SeatRange::rank))
            .toList();
  }

  /**
   * @param first index of the standing section's first unit, or of the run's first seat
   */
  record Choice(boolean standing, int first, List<Integer> indexes) {}

  /** Whether any section fits what was asked for. */
  boolean possible() {
    return !ranges.isEmpty();
  }

  /**
   * One of the best choices.
   *
   * @param turn picks among them, so that different buyers and attempts differ
   */
  Optional<Choice> choose(Availability.Snapshot now, int turn) {
    List<Choice> whole = new ArrayList<>();
    List<Choice> leavingOne = new ArrayList<>();
    for (SeatRange range : ranges) {
      if (range.standing()) {
        if (now.standingFree().getOrDefault(range.section(), 0) >= quantity) {
          whole.add(new Choice(true, range.first(), List.of()));
        }
      } else {
        runs(range, now.bits(), whole, leavingOne);
      }
      if (whole.size() >= SPREAD) {
        break;
      }
    }
    List<Choice> choices = whole.isEmpty() ? leavingOne : whole;
    if (choices.isEmpty()) {
      return Optional.empty();
    }
    int among = Math.min(SPREAD, choices.size());
    return Optional.of(choices.get(Math.floorMod(turn, among)));
  }

  /** Steps through the free runs of a row; each gives its first seats as a candidate. */
  private void runs(SeatRange row, SeatBits bits, List<Choice> whole, List<Choice> leavingOne) {
    int end = row.first() + row.size();
    int start = row.first();
    while (start < end) {
      if (bits.state(start) != SeatBits.FREE) {
        start++;
        continue;
      }
      int last = start;
      while (last + 1 < end
          && !plan.seat(last).aisleAfter()
          && bits.state(last + 1) == SeatBits.FREE) {
        last++;
      }
      int length = last - start + 1;
      if (length == quantity + 1) {
        leavingOne.add(run(start));
      } else if (length >= quantity) {
        whole.add(run(start));
      }
      start = last + 1;
    }
  }

  private Choice run(int first) {
    return new Choice(false, first, IntStream.range(first, first + quantity).boxed().toList());
  }
}
