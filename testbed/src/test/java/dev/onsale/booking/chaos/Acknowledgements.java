package dev.onsale.booking.chaos;

import dev.onsale.booking.tokens.HoldIds.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What buyers were told, kept apart from every store, with the times at which they asked and heard.
 * All clocks are this machine's. Two owners of a seat are found by times that leave no doubt: the
 * second asked after the first had heard, and heard before the first one's time was over.
 */
final class Acknowledgements {
  private final Queue<Owned> owned = new ConcurrentLinkedQueue<>();
  private final List<Long> losses = new CopyOnWriteArrayList<>();
  private final Map<List<Integer>, Long> madeIn = new ConcurrentHashMap<>();
  private final Map<String, Long> ended = new ConcurrentHashMap<>();

  /** Seats that are somebody's, for some time. */
  static final class Owned {
    private final String owner;
    private final boolean hold;
    private final List<Integer> seats;
    private final long asked;
    private final long heard;
    private volatile long until;

    private Owned(
        String owner, boolean hold, List<Integer> seats, long asked, long heard, long until) {
      this.owner = owner;
      this.hold = hold;
      this.seats = List.copyOf(seats);
      this.asked = asked;
      this.heard = heard;
      this.until = until;
    }

    /** It is paid and never ends. */
    void lasts() {
      until = Long.MAX_VALUE;
    }

    boolean lasting() {
      return until == Long.MAX_VALUE;
    }

    String owner() {
      return owner;
    }

    List<Integer> seats() {
      return seats;
    }

    @Override
    public String toString() {
      return owner + " of " + seats + " asked " + asked + ", heard " + heard + ", until " + until;
    }
  }

  /** Redis is about to be lost. */
  void loss() {
    losses.add(System.currentTimeMillis());
  }

  /**
   * A hold was told to live.
   *
   * @param asked when it was asked for first
   * @param answered when the request was sent that was answered
   */
  Owned held(Named told, long asked, long answered) {
    long now = System.currentTimeMillis();
    madeIn.merge(told.seats().stream().sorted().toList(), told.epoch(), Math::min);
    // What was asked of one Redis and heard while the next one begins may be gone by then.
    boolean doubtful = losses.stream().anyMatch(loss -> loss >= answered && loss <= now);
    Owned hold =
        new Owned(
            "h" + told.name(), true, told.seats(), asked, now, doubtful ? 0 : told.deadline());
    owned.add(hold);
    return hold;
  }

  /** From now on it may be over; to be called before that is asked for. */
  void ends(Owned one) {
    ended.putIfAbsent(one.owner, System.currentTimeMillis());
  }

  /** An order was told to be written. */
  Owned ordered(String id, List<Integer> seats, long asked, long expires) {
    Owned order = new Owned("o" + id, false, seats, asked, System.currentTimeMillis(), expires);
    owned.add(order);
    return order;
  }

  /** Whether a hold of exactly these seats was told in that epoch, and none in an earlier one. */
  boolean firstHeldIn(long epoch, List<Integer> seats) {
    return madeIn.getOrDefault(seats, 0L) == epoch;
  }

  long holds() {
    return owned.stream().filter(one -> one.hold).count();
  }

  List<Owned> orders() {
    return owned.stream().filter(one -> !one.hold).toList();
  }

  /** Pairs that owned a seat at the same time. */
  List<String> overlaps() {
    Map<Integer, List<Owned>> bySeat = new HashMap<>();
    for (Owned one : owned) {
      one.seats.forEach(seat -> bySeat.computeIfAbsent(seat, s -> new ArrayList<>()).add(one));
    }
    List<String> overlaps = new ArrayList<>();
    bySeat.forEach(
        (seat, all) -> {
          for (Owned first : all) {
            for (Owned second : all) {
              if (!first.owner.equals(second.owner)
                  && first.heard < second.asked
                  && second.heard < end(first)) {
                overlaps.add("seat " + seat + ": " + first + " and " + second);
              }
            }
          }
        });
    return overlaps;
  }

  /** A hold ends with the epoch it was told in; if it goes on in the next, that was told anew. */
  private long end(Owned one) {
    long end = Math.min(one.until, ended.getOrDefault(one.owner, Long.MAX_VALUE));
    return one.hold
        ? losses.stream().filter(loss -> loss >= one.heard).reduce(end, Math::min)
        : end;
  }
}
