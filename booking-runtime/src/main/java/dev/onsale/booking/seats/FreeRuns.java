package dev.onsale.booking.seats;

import dev.onsale.booking.seats.RowParts.Part;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;

/**
 * How many seats side by side are free in each part of a row, as of one snapshot, and where Redis
 * said since that a number of seats does not fit.
 */
final class FreeRuns {
  /** Larger groups are not noted: a bit each has to do. */
  private static final int NOTED = 63;

  private final int[] longest;
  private final boolean[] alsoOneLess;
  private final AtomicLongArray notWhole;
  private final AtomicLongArray notAtAll;
  private final AtomicIntegerArray sent;
  private final RowParts parts;
  private final ConcurrentMap<HoldRequest.BestAvailable, List<Part>> roomy =
      new ConcurrentHashMap<>();

  /**
   * @param standingFree free units by standing section
   */
  FreeRuns(SeatBits bits, Map<String, Integer> standingFree, RowParts parts) {
    this.parts = parts;
    this.longest = new int[parts.count()];
    this.alsoOneLess = new boolean[parts.count()];
    this.notWhole = new AtomicLongArray(parts.count());
    this.notAtAll = new AtomicLongArray(parts.count());
    this.sent = new AtomicIntegerArray(parts.count());
    for (Part part : parts.ranked()) {
      if (part.standing()) {
        longest[part.number()] = standingFree.getOrDefault(part.range().section(), 0);
      } else {
        measure(part, bits);
      }
    }
  }

  private void measure(Part part, SeatBits bits) {
    int run = 0;
    for (int index = part.first(); index <= part.last() + 1; index++) {
      if (index <= part.last() && bits.state(index) == SeatBits.FREE) {
        run++;
      } else {
        ended(part.number(), run);
        run = 0;
      }
    }
  }

  private void ended(int part, int run) {
    if (run > longest[part]) {
      alsoOneLess[part] = run == longest[part] + 1 && longest[part] > 0;
      longest[part] = run;
    } else if (run > 0 && run == longest[part] - 1) {
      alsoOneLess[part] = true;
    }
  }

  /**
   * Parts with a long enough run as of the snapshot, the best first. Looked for once for all who
   * ask alike, so that a search does not pass all rows that are sold.
   *
   * @param wanted parts that the request may be about
   */
  List<Part> roomy(HoldRequest.BestAvailable request, Predicate<Part> wanted) {
    return roomy.computeIfAbsent(
        request,
        asked ->
            parts.ranked().stream()
                .filter(wanted)
                .filter(part -> longest[part.number()] >= asked.quantity())
                .toList());
  }

  /** Whether so many fit side by side, and no single seat is left of their run. */
  boolean fitsWhole(Part part, int quantity) {
    int most = longest[part.number()];
    boolean fits =
        most == quantity
            || most >= quantity + 2
            || most == quantity + 1 && (alsoOneLess[part.number()] || part.standing());
    return fits && !noted(notWhole, part, quantity);
  }

  /** Whether so many fit side by side, in a run of just one more. */
  boolean leavesOne(Part part, int quantity) {
    return !part.standing()
        && longest[part.number()] == quantity + 1
        && !alsoOneLess[part.number()]
        && !noted(notAtAll, part, quantity);
  }

  /**
   * Whether room should be left beside all whom this process sent there since the snapshot: so that
   * those who ask at once are not sent to a row that is full before they come. A guess: the row may
   * have other runs, or some may have been refused.
   */
  boolean expectsRoom(Part part, int quantity) {
    return longest[part.number()] - sent.get(part.number()) >= quantity;
  }

  /** Somebody is sent there for so many seats; a negative number takes it back. */
  void send(Part part, int quantity) {
    sent.addAndGet(part.number(), quantity);
  }

  /** Redis found none: not asked for again before the next snapshot. */
  void noneIn(Iterable<Part> parts, int quantity, boolean leavingOne) {
    if (quantity <= NOTED) {
      for (Part part : parts) {
        note(notWhole, part, quantity);
        if (leavingOne) {
          note(notAtAll, part, quantity);
        }
      }
    }
  }

  private static boolean noted(AtomicLongArray notes, Part part, int quantity) {
    return quantity <= NOTED && (notes.get(part.number()) >> quantity & 1) == 1;
  }

  private static void note(AtomicLongArray notes, Part part, int quantity) {
    notes.accumulateAndGet(part.number(), 1L << quantity, (known, bit) -> known | bit);
  }
}
