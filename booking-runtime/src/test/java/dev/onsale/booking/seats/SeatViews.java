package dev.onsale.booking.seats;

import dev.onsale.booking.redis.Reply;
import dev.onsale.seating.SeatPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Views of seats as replies of Redis make them, for tests of other packages. */
public final class SeatViews {

  private SeatViews() {}

  /** All seats free, in that version of epoch 1. */
  public static SeatView free(SeatPlan plan, long number) {
    return next(plan, null, List.of("SEATS", number, ""));
  }

  /** The next version, in which one more seat has another state. */
  public static SeatView with(SeatPlan plan, SeatView before, int index, int state) {
    int change = index * 4 + state;
    String packed =
        "" + (char) (change >> 16) + (char) (change >> 8 & 0xff) + (char) (change & 0xff);
    return next(plan, before, List.of("CHANGES", before.version().number() + 1, 40, packed));
  }

  private static SeatView next(SeatPlan plan, @Nullable SeatView before, List<Object> reply) {
    return SeatFeed.next(plan, 1, before, new Reply(reply));
  }
}
