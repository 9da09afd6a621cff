package dev.onsale.booking.queue;

import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeBoot.QueueRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lanes of an event, in the order in which they are served. */
public final class Lanes {
  /** The scripts' and the status document's bound. */
  static final int MOST = 8;

  /** Everybody's lane where nothing is drawn. */
  public static final String MAIN = "main";

  /** Who registered in time. */
  public static final String DRAW = "draw";

  /** Who came after the draw's registration had closed. */
  public static final String LATE = "late";

  private static final String PRIORITY = "priority:";

  private final List<Lane> all;
  private final boolean open;

  private Lanes(List<Lane> all, boolean open) {
    this.all = List.copyOf(all);
    this.open = open;
  }

  /**
   * @throws IllegalArgumentException for a mode that is none, and for more than eight lanes
   */
  public static Lanes of(RuntimeBoot boot) {
    return of(boot.queueMode(), boot.queueRules());
  }

  /** As {@link #of(RuntimeBoot)}. */
  public static Lanes of(String mode, @Nullable QueueRules rules) {
    List<Lane> lanes = new ArrayList<>();
    for (QueueRules.Priority one :
        rules == null ? List.<QueueRules.Priority>of() : rules.priority()) {
      lanes.add(
          new Lane(
              lanes.size(),
              PRIORITY + one.membership(),
              Lane.Kind.Counter,
              one.membership(),
              Duration.ofSeconds(one.opensBeforeSeconds())));
    }
    switch (mode) {
      case "Fifo", "Open" -> lanes.add(everybody(lanes.size(), MAIN, Lane.Kind.Counter));
      case "Draw" -> {
        lanes.add(everybody(lanes.size(), DRAW, Lane.Kind.Fraction));
        lanes.add(everybody(lanes.size(), LATE, Lane.Kind.Counter));
      }
      default ->
          throw new IllegalArgumentException(
              "boot.json: queueMode '" + mode + "' is not Fifo, Draw or Open");
    }
    if (lanes.size() > MOST) {
      throw new IllegalArgumentException(
          "boot.json: queueRules.priority makes " + lanes.size() + " lanes; at most 8 are served");
    }
    return new Lanes(lanes, mode.equals("Open"));
  }

  private static Lane everybody(int number, String name, Lane.Kind kind) {
    return new Lane(number, name, kind, null, Duration.ZERO);
  }

  public List<Lane> all() {
    return all;
  }

  /** Whether nobody needs a turn: queue mode {@code Open}. */
  public boolean open() {
    return open;
  }

  /** The lane a token names; empty for one this event does not have. */
  public Optional<Lane> numbered(int number) {
    return number >= 0 && number < all.size() ? Optional.of(all.get(number)) : Optional.empty();
  }

  /** The lane of those who register, if lots decide. */
  public Optional<Lane> draw() {
    return all.stream().filter(Lane::drawn).findFirst();
  }

  /** The first counter that somebody with these memberships may stand in. */
  public Lane forMember(Set<String> memberships) {
    return all.stream()
        .filter(lane -> !lane.drawn())
        .filter(lane -> lane.membership() == null || memberships.contains(lane.membership()))
        .findFirst()
        .orElseThrow();
  }

  /**
   * As the scripts read them.
   *
   * @param drawn whether the numbers of a draw are known
   */
  List<String> arguments(Instant onSaleAt, boolean drawn) {
    return all.stream()
        .map(
            lane ->
                lane.kind().letter()
                    + "|"
                    + lane.opensAt(onSaleAt).toEpochMilli()
                    + "|"
                    + (lane.drawn() && !drawn ? 0 : 1))
        .toList();
  }
}
