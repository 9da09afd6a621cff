package dev.onsale.booking.orders;

import dev.onsale.booking.seats.SeatReservations;
import dev.onsale.booking.worker.LeaderTask;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees seats that were converted for an order that never came to be, because the process died
 * between Redis and PostgreSQL. After 30 s no such order can be committed any more: see {@link
 * OrderIntake}.
 */
final class OrphanedConversions implements LeaderTask {
  private static final Logger log = LoggerFactory.getLogger(OrphanedConversions.class);
  private static final Duration AGE = Duration.ofSeconds(30);

  private final SeatReservations seats;
  private final OrderRows orders;
  private final SeatMirror mirror;

  OrphanedConversions(SeatReservations seats, OrderRows orders, SeatMirror mirror) {
    this.seats = seats;
    this.orders = orders;
    this.mirror = mirror;
  }

  @Override
  public String name() {
    return "orphaned-conversions";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(2);
  }

  @Override
  public void run(long term) {
    for (SeatReservations.Orphan orphan : seats.orphanedConversions(AGE)) {
      Optional<Order> order = orders.find(UUID.fromString(orphan.orderId()));
      if (order.isPresent()) {
        mirror.apply(order.get());
      } else {
        seats.free(orphan.orderId(), orphan.seats());
        log.info("freed {} seats of order {}, never written", orphan.seats(), orphan.orderId());
      }
    }
  }
}
