package dev.onsale.booking.orders;

import dev.onsale.booking.seats.SeatReservations;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows in Redis what PostgreSQL decided, after the commit. While Redis is away the sale goes on:
 * the worker applies every change again.
 */
public final class SeatMirror {
  private static final Logger log = LoggerFactory.getLogger(SeatMirror.class);

  private final SeatReservations seats;

  public SeatMirror(SeatReservations seats) {
    this.seats = seats;
  }

  /** The order exists; its seats stay reserved. */
  public void recorded(Order order) {
    attempt(order.id(), () -> seats.recorded(order.id().toString()));
  }

  /** The order's seats are sold. */
  public void sold(Order order) {
    attempt(order.id(), () -> seats.markSold(order.id().toString(), order.seatIndexes()));
  }

  /** The order's seats are free again. */
  public void freed(Order order) {
    freed(order.id(), order.seatIndexes());
  }

  /** The seats of an order that came to nothing are free again. */
  void freed(UUID order, List<Integer> indexes) {
    attempt(order, () -> seats.free(order.toString(), indexes));
  }

  /** Applies the order's state; throws while Redis is away. */
  public void apply(Order order) {
    String id = order.id().toString();
    switch (order.state()) {
      case PENDING, AUTHORIZED -> seats.recorded(id);
      case CONFIRMED -> seats.markSold(id, order.seatIndexes());
      case EXPIRED, CANCELLED -> seats.free(id, order.seatIndexes());
    }
  }

  private static void attempt(UUID order, Runnable call) {
    try {
      call.run();
    } catch (StoreUnavailableException | StaleEpochException away) {
      log.info("seats of order {} will be shown later: {}", order, away.getMessage());
    }
  }
}
