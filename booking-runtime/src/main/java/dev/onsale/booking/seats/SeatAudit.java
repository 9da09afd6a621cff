package dev.onsale.booking.seats;

import dev.onsale.booking.redis.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Seats as Redis shows them, one by one, and the means to show them otherwise. Every call throws
 * {@code StoreUnavailableException} when Redis is away and {@code StaleEpochException} when the
 * epoch changed.
 */
public final class SeatAudit {
  /** Seats that are read at once; Redis is held up for about as long as by ten holds. */
  public static final int PIECE = 1_000;

  private final SeatScripts scripts;

  SeatAudit(SeatScripts scripts) {
    this.scripts = scripts;
  }

  /**
   * A seat as it is shown.
   *
   * @param state one of {@link SeatBits}
   * @param owner {@code h} and a hold's name, {@code o} and an order's id, or empty
   * @param ownerKnown whether that hold has a deadline, or that order is being written
   */
  public record Shown(int index, int state, String owner, boolean ownerKnown) {}

  /**
   * How a seat is to be shown, if it is still as it was found.
   *
   * @param owner {@code o} and an order's id, or empty
   */
  public record Mended(Shown found, int state, String owner) {}

  public long epoch() {
    return scripts.redis().epoch();
  }

  /**
   * Reads seats.
   *
   * @param from a multiple of four
   * @param count at most {@link #PIECE}
   */
  public List<Shown> read(long epoch, int from, int count) {
    Reply reply = scripts.runIn(epoch, SeatScripts.AUDIT, List.of(from, count), List.of());
    SeatBits bits = SeatBits.of(reply.text(1).getBytes(StandardCharsets.ISO_8859_1));
    List<Shown> seats = new ArrayList<>(count);
    int next = 2;
    for (int i = 0; i < count; i++) {
      if (next < reply.values().size() && reply.count(next) == from + i) {
        boolean known = reply.text(next + 2).equals("1");
        seats.add(new Shown(from + i, bits.state(i), reply.text(next + 1), known));
        next += 3;
      } else {
        seats.add(new Shown(from + i, bits.state(i), "", false));
      }
    }
    return seats;
  }

  /**
   * Mends seats, at most {@link #PIECE}.
   *
   * @return how many still were as they had been found
   */
  public int mend(long epoch, Collection<Mended> seats) {
    List<Object> arguments = new ArrayList<>();
    for (Mended seat : seats) {
      arguments.add(seat.found().index());
      arguments.add(seat.found().state());
      arguments.add(seat.found().owner());
      arguments.add(seat.state());
      arguments.add(seat.owner());
    }
    return scripts.runIn(epoch, SeatScripts.MEND, arguments, List.of()).count(1);
  }

  /**
   * Mends counts and lists that do not match the seats.
   *
   * @return what was wrong, for people
   */
  public List<String> recount(long epoch) {
    int seats = scripts.house().plan().size();
    Reply reply = scripts.runIn(epoch, SeatScripts.RECOUNT, List.of(seats), List.of());
    return reply.values().stream().skip(1).map(String::valueOf).toList();
  }
}
