package dev.onsale.booking.seats;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.runtime.RuntimeLive.Tier;
import dev.onsale.seating.Seat;
import dev.onsale.seating.SeatPlan;
import dev.onsale.seating.SeatRange;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What there is to sell: the seat plan of this event, and what its tiers cost. */
public final class House {
  private final SeatPlan plan;
  private final String digest;
  private final LiveConfig live;
  private final List<SeatRange> standing;
  private final String standingArgument;

  /**
   * @param digest names the plan; two plans of one digest are equal
   */
  public House(SeatPlan plan, String digest, LiveConfig live) {
    this.plan = plan;
    this.digest = digest;
    this.live = live;
    this.standing = plan.ranges().stream().filter(SeatRange::standing).toList();
    this.standingArgument =
        standing.stream()
            .map(range -> range.first() + ":" + range.size())
            .collect(Collectors.joining(","));
  }

  public SeatPlan plan() {
    return plan;
  }

  public String digest() {
    return digest;
  }

  /** Standing sections, by first index. */
  public List<SeatRange> standing() {
    return standing;
  }

  /** The standing section of that name. */
  public Optional<SeatRange> standing(String section) {
    return standing.stream().filter(range -> range.section().equals(section)).findFirst();
  }

  /** Whether the seat is never for sale to the public. */
  public static boolean withheld(Seat seat) {
    return seat.blocked() || seat.allotment() != null;
  }

  /** The seats behind indexes, in the same order. */
  public List<ReservedSeat> seats(Collection<Integer> indexes) {
    return indexes.stream()
        .map(plan::seat)
        .map(seat -> new ReservedSeat(seat.index(), seat.id(), seat.section(), seat.tier()))
        .toList();
  }

  /**
   * The price tier of that name.
   *
   * @throws IllegalStateException if live.json lacks it, which the operator refuses
   */
  public Tier tier(String name) {
    return live.get().tiers().stream()
        .filter(tier -> tier.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("live.json has no tier '" + name + "' of the seats"));
  }

  /** What the seats cost together, in minor units. */
  public long total(List<ReservedSeat> seats) {
    return seats.stream().mapToLong(seat -> tier(seat.tier()).amount()).sum();
  }

  /** The standing sections as the seat scripts take them. */
  public String standingArgument() {
    return standingArgument;
  }
}
