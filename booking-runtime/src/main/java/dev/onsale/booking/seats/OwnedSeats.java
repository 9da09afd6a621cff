package dev.onsale.booking.seats;

import java.util.List;

/** Who owns which seat, as PostgreSQL knows it. Implemented by the orders. */
public interface OwnedSeats {

  /**
   * All seat claims of pending and sold orders. Read while the epoch is being replaced, when no
   * order writer of the old epoch can commit any more.
   */
  List<Owned> ownedSeats();

  /**
   * @param seats indexes in the seat map
   * @param sold false while the order is unpaid
   */
  record Owned(String orderId, List<Integer> seats, boolean sold) {}
}
