package dev.onsale.booking.seats;

import dev.onsale.seating.SeatPlan;
import dev.onsale.seating.SeatRange;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All seats at one version, and what led to it. Immutable; compared by identity.
 *
 * <p>Counts are of these very bits, so whoever sees both sees them agree.
 */
public final class SeatView {
  private final SeatVersion version;
  private final SeatBits bits;
  private final SeatHistory history;
  private final InventoryCounts counts;
  private final Map<String, Integer> standingFree;
  private final @Nullable Long changedAt;

  private SeatView(
      SeatPlan plan,
      SeatVersion version,
      SeatBits bits,
      SeatHistory history,
      @Nullable Long changedAt) {
    this.version = version;
    this.bits = bits;
    this.history = history;
    this.changedAt = changedAt;
    int seats = plan.size();
    int[] all = bits.counts(0, seats);
    this.counts =
        new InventoryCounts(
            seats,
            all[SeatBits.FREE],
            all[SeatBits.HELD],
            all[SeatBits.SOLD],
            all[SeatBits.WITHHELD]);
    Map<String, Integer> free = new LinkedHashMap<>();
    for (SeatRange range : plan.ranges()) {
      if (range.standing()) {
        free.put(range.section(), bits.counts(range.first(), range.size())[SeatBits.FREE]);
      }
    }
    this.standingFree = Map.copyOf(free);
  }

  /** The first one that is known of an epoch. */
  static SeatView first(SeatPlan plan, SeatVersion version, byte[] bits) {
    return new SeatView(plan, version, SeatBits.of(bits, plan.size()), SeatHistory.NONE, null);
  }

  /** All seats read anew, of the same epoch: what changed on the way is not known. */
  SeatView reread(SeatPlan plan, long number, byte[] read) {
    SeatBits next = SeatBits.of(read, plan.size());
    BitSet changed = new BitSet();
    bits.differing(next, changed::set);
    return new SeatView(
        plan,
        new SeatVersion(version.epoch(), number),
        next,
        history.then(
            new SeatHistory.Step(version.number(), number, false, changed.stream().toArray())),
        null);
  }

  /**
   * After the changes of the log.
   *
   * @param packed index times 4 plus state, in three bytes each
   * @param oldest how long ago the first of them was
   */
  SeatView after(SeatPlan plan, long number, byte[] packed, Duration oldest) {
    SeatBits next = bits.copy();
    int[] seats = new int[packed.length / 3];
    for (int i = 0; i < seats.length; i++) {
      int change =
          (packed[3 * i] & 0xff) << 16 | (packed[3 * i + 1] & 0xff) << 8 | packed[3 * i + 2] & 0xff;
      seats[i] = change >> 2;
      next.set(change >> 2, change & 3);
    }
    return new SeatView(
        plan,
        new SeatVersion(version.epoch(), number),
        next,
        history.then(
            new SeatHistory.Step(
                version.number(), number, true, Arrays.stream(seats).distinct().toArray())),
        System.nanoTime() - oldest.toNanos());
  }

  public SeatVersion version() {
    return version;
  }

  public SeatBits bits() {
    return bits;
  }

  public InventoryCounts counts() {
    return counts;
  }

  /** Free units by standing section. */
  public Map<String, Integer> standingFree() {
    return standingFree;
  }

  /** When the oldest of the changes since the view before was made; null if that is not known. */
  public @Nullable Long changedAt() {
    return changedAt;
  }

  /**
   * Seats that may be in another state than at that version, none if it is newer than this one.
   * Empty if only all of them will do: it is of another epoch, or too long ago.
   */
  public Optional<BitSet> changedSince(SeatVersion since) {
    if (since.epoch() != version.epoch()) {
      return Optional.empty();
    }
    return since.number() >= version.number()
        ? Optional.of(new BitSet())
        : history.since(since.number());
  }
}
