package dev.onsale.booking.seats;

import dev.onsale.booking.seats.RowParts.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where to ask Redis for seats side by side, in which order: sections by rank, rows front to back,
 * a few rows at a time. Rows of one rank that are about as good are turned by a hash of who asks,
 * so that those who ask at once do not all want the same one; rows that should be full of those who
 * were sent there come after the others.
 *
 * <p>A row where they would leave a single seat comes last, after all others everywhere.
 */
final class BestRows {
  /** What one call of the script looks at. */
  static final int AT_ONCE = 8;

  /** Rows that count as equally good. */
  private static final int EQUAL = 16;

  /** Calls for one buyer at one snapshot. */
  private static final int MOST_STEPS = 6;

  private final RowParts parts;

  BestRows(RowParts parts) {
    this.parts = parts;
  }

  /** One call of the script. */
  sealed interface Step {
    /** Where seats are looked for first. */
    Part first();
  }

  /**
   * Numbered seats.
   *
   * @param parts at most {@link #AT_ONCE}, the best first
   * @param leavingOne whether a single seat may be left
   */
  record Rows(List<Part> parts, boolean leavingOne) implements Step {
    public Rows {
      parts = List.copyOf(parts);
    }

    @Override
    public Part first() {
      return parts.getFirst();
    }
  }

  /** Standing room. */
  record Standing(Part section) implements Step {
    @Override
    public Part first() {
      return section;
    }
  }

  /** Whether any section fits what is asked for. */
  boolean possible(HoldRequest.BestAvailable request) {
    return parts.ranked().stream().anyMatch(wanted(request));
  }

  /**
   * What to try one after the other; nothing if nothing fits.
   *
   * @param hash of who asks
   * @param gaps whether the event lets single seats be left wherever it may be
   */
  List<Step> steps(HoldRequest.BestAvailable request, FreeRuns free, int hash, boolean gaps) {
    int quantity = request.quantity();
    List<Part> roomy = free.roomy(request, wanted(request));
    Predicate<Part> calm = part -> free.expectsRoom(part, quantity);
    Predicate<Part> whole = part -> free.fitsWhole(part, quantity);
    Predicate<Part> leaving = part -> free.leavesOne(part, quantity);
    Steps steps = new Steps(hash);
    if (gaps) {
      steps.addCalmFirst(roomy, whole.or(leaving), calm, true);
    } else {
      steps.addCalmFirst(roomy, whole, calm, false);
      steps.addCalmFirst(roomy, leaving, calm, true);
    }
    return steps.all;
  }

  private static Predicate<Part> wanted(HoldRequest.BestAvailable request) {
    return part ->
        (request.tier() == null || request.tier().equals(part.range().tier()))
            && (request.section() == null || request.section().equals(part.range().section()));
  }

  /** Steps so far; full ones are cut off as they come. */
  private final class Steps {
    private final int hash;
    private final List<Step> all = new ArrayList<>();
    private final List<Part> together = new ArrayList<>();
    private final List<Part> equals = new ArrayList<>();

    Steps(int hash) {
      this.hash = hash;
    }

    void addCalmFirst(
        List<Part> roomy, Predicate<Part> fits, Predicate<Part> calm, boolean leavingOne) {
      add(roomy, calm.and(fits), leavingOne);
      add(roomy, calm.negate().and(fits), leavingOne);
    }

    private void add(List<Part> roomy, Predicate<Part> fits, boolean leavingOne) {
      for (Part part : roomy) {
        if (all.size() >= MOST_STEPS) {
          return;
        }
        if (!fits.test(part)) {
          continue;
        }
        if (!equals.isEmpty()
            && (equals.size() == EQUAL || equals.getLast().range().rank() != part.range().rank())) {
          turn(leavingOne);
        }
        if (part.standing()) {
          turn(leavingOne);
          cut(leavingOne);
          step(new Standing(part));
        } else {
          equals.add(part);
        }
      }
      turn(leavingOne);
      cut(leavingOne);
    }

    private void turn(boolean leavingOne) {
      for (int i = 0; i < equals.size(); i++) {
        together.add(equals.get(Math.floorMod(hash + i, equals.size())));
        if (together.size() == AT_ONCE) {
          cut(leavingOne);
        }
      }
      equals.clear();
    }

    private void cut(boolean leavingOne) {
      if (!together.isEmpty()) {
        step(new Rows(together, leavingOne));
        together.clear();
      }
    }

    private void step(Step next) {
      if (all.size() < MOST_STEPS) {
        all.add(next);
      }
    }
  }
}
