package dev.onsale.booking.orders;

import dev.onsale.booking.seats.OwnedSeats;
import java.util.List;

/** Tells the seats who owns them, from the seat claims. */
public final class OrderedSeats implements OwnedSeats {
  private final OrderRows orders;

  public OrderedSeats(OrderRows orders) {
    this.orders = orders;
  }

  @Override
  public List<Owned> ownedSeats() {
    return orders.claims().entrySet().stream()
        .map(
            claim ->
                new Owned(
                    claim.getKey().toString(), claim.getValue().seats(), claim.getValue().sold()))
        .toList();
  }
}
