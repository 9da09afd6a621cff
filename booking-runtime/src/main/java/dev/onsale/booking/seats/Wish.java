package dev.onsale.booking.seats;

import dev.onsale.booking.seats.RowParts.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** What a buyer wants, as the hold script takes it; or why no script could ever give it. */
sealed interface Wish {

  /**
   * @param gaps whether a seat may be left single though the event does not want it
   * @param what the script's arguments from {@code 'seats'}, {@code 'standing'} or {@code 'best'}
   *     on
   */
  record Wanted(int quantity, boolean gaps, List<Object> what) implements Wish {

    static Wanted standing(int quantity, Part section) {
      return new Wanted(quantity, false, List.of("standing", section.first()));
    }

    static Wanted best(int quantity, BestRows.Rows rows) {
      List<Object> what = new ArrayList<>(1 + 2 * rows.parts().size());
      what.add("best");
      for (Part part : rows.parts()) {
        what.add(part.first());
        what.add(part.last());
      }
      return new Wanted(quantity, rows.leavingOne(), what);
    }

    /**
     * @param seats ascending, none twice
     * @param takenForGood other seats, which nobody may be able to take any more
     * @param kept those that may be had although they are withheld; each stands for itself
     */
    static Wanted seats(
        List<Integer> seats, RowParts parts, IntPredicate kept, List<Integer> takenForGood) {
      List<Object> what = new ArrayList<>();
      what.add("seats");
      for (int from = 0; from < seats.size(); ) {
        int seat = seats.get(from);
        if (kept.test(seat)) {
          what.addAll(List.of(seat, seat, SeatBits.WITHHELD, 1, seat));
          from++;
          continue;
        }
        Part part = parts.of(seats.get(from));
        int end = from;
        while (end < seats.size() && seats.get(end) <= part.last() && !kept.test(seats.get(end))) {
          end++;
        }
        what.add(part.first());
        what.add(part.last());
        what.add(SeatBits.FREE);
        what.add(end - from);
        what.addAll(seats.subList(from, end));
        from = end;
      }
      for (int seat : takenForGood) {
        what.addAll(List.of(seat, seat, SeatBits.FREE, 0));
      }
      return new Wanted(seats.size(), false, what);
    }
  }

  /**
   * @param detail names what was asked for, and the fix
   */
  record Senseless(String detail) implements Wish {}
}
