package dev.onsale.booking.seats;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.runtime.RuntimeLive.Allotment;
import dev.onsale.runtime.RuntimeLive.Tier;
import dev.onsale.seating.Seat;
import dev.onsale.seating.SeatPlan;
import dev.onsale.seating.SeatRange;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What there is to sell: the seat plan of this event, and what its tiers cost. */
public final class House {
  private final SeatPlan plan;
  private final String digest;
  private final LiveConfig live;
  private final Clock clock;
  private final List<SeatRange> standing;
  private final String standingArgument;
  private final Map<String, List<Integer>> allotted;

  /**
   * @param digest names the plan; two plans of one digest are equal
   */
  public House(SeatPlan plan, String digest, LiveConfig live, Clock clock) {
    this.plan = plan;
    this.clock = clock;
    this.digest = digest;
    this.live = live;
    this.standing = plan.ranges().stream().filter(SeatRange::standing).toList();
    this.standingArgument =
        standing.stream()
            .map(range -> range.first() + ":" + range.size())
            .collect(Collectors.joining(","));
    this.allotted =
        plan.seats().stream()
            .filter(seat -> seat.allotment() != null)
            .collect(
                Collectors.groupingBy(
                    seat -> String.valueOf(seat.allotment()),
                    Collectors.mapping(Seat::index, Collectors.toList())));
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

  /** Whether not everybody may buy the seat now: it is blocked, or kept for somebody. */
  public boolean withheld(Seat seat) {
    return seat.blocked() || kept(seat);
  }

  /** Whether the seat is of an allotment that was not released yet. */
  public boolean kept(Seat seat) {
    return seat.allotment() != null
        && !allotment(seat).map(allotment -> released(allotment)).orElse(false);
  }

  /**
   * Whether somebody may buy a seat that is kept.
   *
   * @param roles of theirs
   */
  public boolean keptFor(Seat seat, Set<String> roles) {
    return allotment(seat).map(allotment -> roles.contains(allotment.role())).orElse(false);
  }

  /** Seats of allotments that were released, by name of the allotment. */
  Map<String, List<Integer>> released() {
    return live.get().holds().allotments().stream()
        .filter(this::released)
        .map(Allotment::name)
        .filter(allotted::containsKey)
        .collect(Collectors.toMap(name -> name, allotted::get));
  }

  private Optional<Allotment> allotment(Seat seat) {
    return live.get().holds().allotments().stream()
        .filter(allotment -> allotment.name().equals(seat.allotment()))
        .findFirst();
  }

  private boolean released(Allotment allotment) {
    String at = allotment.releaseAt();
    return at != null && !clock.instant().isBefore(Instant.parse(at));
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
