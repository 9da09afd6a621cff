package dev.onsale.testbed.buyers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Chooses seats as people do: together if possible, anywhere in the hall, fewer if need be. */
final class SeatChoice {

  /** What to ask for: named seats, or a number of places in a standing section. */
  sealed interface Wish {
    int tickets();

    record Seats(List<String> ids) implements Wish {
      @Override
      public int tickets() {
        return ids.size();
      }
    }

    record Standing(String section, int tickets) implements Wish {}
  }

  private final Hall hall;
  private final SplittableRandom random;

  SeatChoice(Hall hall, SplittableRandom random) {
    this.hall = hall;
    this.random = random;
  }

  /** A wish for at most {@code wanted} tickets, or nothing where none is free. */
  @Nullable Wish choose(Availability availability, int wanted) {
    int free = freeSeats(availability).size();
    int standing = availability.standingFree().values().stream().mapToInt(Integer::intValue).sum();
    if (free + standing == 0) {
      return null;
    }
    return random.nextInt(free + standing) < free
        ? new Wish.Seats(seats(availability, wanted))
        : standing(availability, wanted);
  }

  private List<String> seats(Availability availability, int wanted) {
    for (int together = wanted; together > 1; together--) {
      List<Integer> starts = runs(availability, together);
      if (!starts.isEmpty()) {
        int start = starts.get(random.nextInt(starts.size()));
        return hall.seats().subList(start, start + together).stream().map(Hall.Seat::id).toList();
      }
    }
    List<Integer> free = freeSeats(availability);
    List<String> singles = new ArrayList<>();
    while (singles.size() < wanted && !free.isEmpty()) {
      singles.add(hall.seats().get(free.remove(random.nextInt(free.size()))).id());
    }
    return singles;
  }

  private List<Integer> freeSeats(Availability availability) {
    List<Integer> free = new ArrayList<>();
    for (int seat = 0; seat < hall.seats().size(); seat++) {
      if (availability.isFree(seat)) {
        free.add(seat);
      }
    }
    return free;
  }

  /** First seats of all runs of this many free neighbours in one row. */
  private List<Integer> runs(Availability availability, int length) {
    List<Integer> starts = new ArrayList<>();
    int run = 0;
    for (int seat = 0; seat < hall.seats().size(); seat++) {
      boolean goesOn = run > 0 && hall.seats().get(seat).isInTheRowOf(hall.seats().get(seat - 1));
      if (!availability.isFree(seat)) {
        run = 0;
      } else {
        run = goesOn ? run + 1 : 1;
        if (run >= length) {
          starts.add(seat - length + 1);
        }
      }
    }
    return starts;
  }

  private Wish standing(Availability availability, int wanted) {
    List<Map.Entry<String, Integer>> open =
        availability.standingFree().entrySet().stream().filter(e -> e.getValue() > 0).toList();
    Map.Entry<String, Integer> section = open.get(random.nextInt(open.size()));
    return new Wish.Standing(section.getKey(), Math.min(wanted, section.getValue()));
  }
}
