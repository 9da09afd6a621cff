package dev.onsale.booking.orders;

import dev.onsale.booking.database.StoreFailures;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.orders.OrderPlacement.Earlier;
import dev.onsale.booking.seats.Conversion;
import dev.onsale.booking.seats.ReservedSeat;
import dev.onsale.booking.seats.SeatReservations;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.booking.tokens.HoldIds;
import dev.onsale.runtime.RuntimeLive;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Turns holds into orders. The hold is converted in Redis first, which keeps its seats from
 * lapsing; then PostgreSQL decides who owns them. An order's id follows from its hold, so a request
 * that is repeated, with whatever key, meets its own order.
 */
public final class OrderIntake {
  /** Less than the 30 s after which the worker frees a conversion without an order. */
  private static final Duration MUST_COMMIT_WITHIN = Duration.ofSeconds(15);

  private static final int LOOKUPS = 3;

  private final SeatReservations seats;
  private final OrderPlacement placement;
  private final OrderRows orders;
  private final SeatMirror mirror;
  private final HoldIds holds;
  private final Supplier<RuntimeLive> live;

  public OrderIntake(
      SeatReservations seats,
      OrderPlacement placement,
      OrderRows orders,
      SeatMirror mirror,
      HoldIds holds,
      Supplier<RuntimeLive> live) {
    this.holds = holds;
    this.seats = seats;
    this.placement = placement;
    this.orders = orders;
    this.mirror = mirror;
    this.live = live;
  }

  /**
   * What a buyer asks for.
   *
   * @param acceptEquivalentSeats whether seats of the same tier and quantity would do, if these are
   *     lost after payment
   */
  public record Request(String hold, String email, boolean acceptEquivalentSeats) {}

  /**
   * Places an order.
   *
   * @param bodyHash of the request's body
   * @throws StoreUnavailableException when a store is away; repeating the request is safe
   * @throws StaleEpochException while Redis' data is being rebuilt; repeating the request is safe
   */
  public Intake place(Buyer buyer, Request request, String idempotencyKey, String bodyHash) {
    Optional<Earlier> earlier = placement.earlier(buyer.id(), idempotencyKey);
    if (earlier.isPresent()) {
      return earlier.get().bodyHash().equals(bodyHash)
          ? new Intake.Accepted(orders.find(earlier.get().orderId()).orElseThrow())
          : new Intake.KeyReused();
    }
    if (live.get().settling()) {
      return new Intake.SaleOver();
    }
    Optional<HoldIds.Named> hold = holds.read(request.hold(), buyer.id()).map(HoldIds.Shown::hold);
    if (hold.isEmpty()) {
      return new Intake.HoldLost();
    }
    UUID id = hold.get().order();
    long deadline = System.nanoTime() + MUST_COMMIT_WITHIN.toNanos();
    return switch (seats.convert(request.hold(), buyer, id.toString())) {
      case Conversion.Converted converted ->
          write(order(hold.get(), buyer, request, converted), idempotencyKey, bodyHash, deadline);
      case Conversion.Expired expired -> new Intake.HoldExpired();
      case Conversion.NotYours not -> new Intake.HoldOfAnother();
      case Conversion.Unknown unknown -> new Intake.HoldLost();
      case Conversion.Lost lost -> new Intake.HoldLost();
      case Conversion.Taken taken -> new Intake.SeatsLost(List.of());
    };
  }

  private Intake write(NewOrder order, String key, String bodyHash, long deadline) {
    Placement placed;
    try {
      placed = placement.place(order, key, bodyHash, deadline);
    } catch (StoreUnavailableException away) {
      if (StoreFailures.lockTimeout(away)) {
        return new Intake.Busy();
      }
      placed = new Placement.Placed(committedAfterAll(order, away));
    }
    return switch (placed) {
      case Placement.Placed done when done.order().state().gaveSeatsBack() -> {
        // A hold that was held again after a loss of Redis may have been an order before.
        mirror.freed(done.order());
        yield new Intake.HoldExpired();
      }
      case Placement.Placed done -> {
        mirror.recorded(done.order());
        yield new Intake.Accepted(done.order());
      }
      case Placement.SeatsLost lost -> {
        giveBack(order);
        yield new Intake.SeatsLost(lost.labels());
      }
      case Placement.OverCap over -> {
        giveBack(order);
        yield new Intake.OverCap(over.cap(), over.owned());
      }
      case Placement.KeyReused reused -> {
        giveBack(order);
        yield new Intake.KeyReused();
      }
      case Placement.StaleEpoch stale -> throw new StaleEpochException(order.epoch());
    };
  }

  /** A commit of unknown fate is looked up; without an answer the buyer repeats the request. */
  private Order committedAfterAll(NewOrder order, StoreUnavailableException away) {
    for (int tried = 0; tried < LOOKUPS; tried++) {
      try {
        return orders.find(order.id()).orElseThrow(() -> away);
      } catch (StoreUnavailableException still) {
        if (still == away) {
          throw away;
        }
      }
    }
    throw away;
  }

  private void giveBack(NewOrder order) {
    if (orders.find(order.id()).isEmpty()) {
      mirror.freed(order.id(), order.seats().stream().map(Order.Seat::index).toList());
    }
  }

  private NewOrder order(
      HoldIds.Named hold, Buyer buyer, Request request, Conversion.Converted converted) {
    RuntimeLive now = live.get();
    String currency = now.tiers().getFirst().currency();
    return new NewOrder(
        hold.order(),
        buyer.id(),
        hold.name(),
        request.email(),
        request.acceptEquivalentSeats(),
        currency,
        converted.seats().stream().map(seat -> priced(seat, now.tiers())).toList(),
        converted.epoch(),
        Duration.ofSeconds(now.payment().timeoutSeconds()),
        now.holds().maxTicketsPerBuyer());
  }

  private static Order.Seat priced(ReservedSeat seat, List<RuntimeLive.Tier> tiers) {
    return tiers.stream()
        .filter(tier -> tier.name().equals(seat.tier()))
        .findFirst()
        .map(tier -> new Order.Seat(seat.index(), seat.id(), seat.tier(), tier.amount()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "seat " + seat.id() + " has unknown tier " + seat.tier()));
  }
}
