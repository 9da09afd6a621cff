package dev.onsale.booking.seats;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Which seats changed in the last minute or so of an epoch; what they became, the bits say.
 * Immutable, and bounded in steps and in seats.
 */
final class SeatHistory {
  static final int MOST_STEPS = 240;
  static final int MOST_SEATS = 100_000;
  static final SeatHistory NONE = new SeatHistory(List.of(), 0);

  private final List<Step> steps;
  private final int seats;

  private SeatHistory(List<Step> steps, int seats) {
    this.steps = steps;
    this.seats = seats;
  }

  /**
   * What happened between two versions.
   *
   * @param exact whether it also has seats that changed and changed back; if not, it says nothing
   *     about versions between the two
   * @param seats indexes
   */
  record Step(long from, long to, boolean exact, int[] seats) {}

  /** With one more step, which begins where the last one ended. */
  SeatHistory then(Step step) {
    List<Step> all = new ArrayList<>(steps.size() + 1);
    all.addAll(steps);
    all.add(step);
    int sum = seats + step.seats().length;
    int gone = 0;
    while (all.size() - gone > MOST_STEPS || sum > MOST_SEATS && gone < all.size()) {
      sum -= all.get(gone++).seats().length;
    }
    return new SeatHistory(List.copyOf(all.subList(gone, all.size())), sum);
  }

  /** The seats that may be other ones than at that version; empty if that is not known any more. */
  Optional<BitSet> since(long version) {
    BitSet touched = new BitSet();
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      if (step.to() <= version) {
        return Optional.of(touched);
      }
      if (step.from() < version && !step.exact()) {
        return Optional.empty();
      }
      for (int seat : step.seats()) {
        touched.set(seat);
      }
      if (step.from() <= version) {
        return Optional.of(touched);
      }
    }
    return Optional.empty();
  }
}
