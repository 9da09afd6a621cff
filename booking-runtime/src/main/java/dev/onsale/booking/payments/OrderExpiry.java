package dev.onsale.booking.payments;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.orders.Order;
import dev.onsale.booking.orders.OrderChange;
import dev.onsale.booking.orders.OrderRows;
import dev.onsale.booking.orders.OrderState;
import dev.onsale.booking.orders.OrderTransitions;
import dev.onsale.booking.orders.SeatMirror;
import dev.onsale.booking.worker.LeaderTask;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends orders that were not paid in time, as a whole. One with an undecided attempt is first given
 * up at the provider; if that is refused because it was paid, the order is confirmed instead.
 */
public final class OrderExpiry implements LeaderTask {
  private static final Logger log = LoggerFactory.getLogger(OrderExpiry.class);
  private static final int BATCH = 100;

  private final Database database;
  private final OrderRows orders;
  private final OrderTransitions transitions;
  private final AttemptLedger ledger;
  private final AttemptDriver driver;
  private final SeatMirror mirror;

  public OrderExpiry(
      Database database,
      OrderRows orders,
      OrderTransitions transitions,
      AttemptLedger ledger,
      AttemptDriver driver,
      SeatMirror mirror) {
    this.database = database;
    this.orders = orders;
    this.transitions = transitions;
    this.ledger = ledger;
    this.driver = driver;
    this.mirror = mirror;
  }

  @Override
  public String name() {
    return "order-expiry";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void run(long term) {
    expireDue();
  }

  /**
   * Expires what is due, at most 100 orders.
   *
   * @return how many expired
   */
  public int expireDue() {
    int expired = 0;
    ProviderUnavailableException away = null;
    for (UUID id : due()) {
      try {
        ledger.undecided(id).ifPresent(driver::giveUp);
        Optional<Order> ended = expire(id);
        ended.ifPresent(mirror::freed);
        expired += ended.isPresent() ? 1 : 0;
      } catch (ProviderUnavailableException failure) {
        away = failure;
      }
    }
    if (expired > 0) {
      log.info("{} unpaid orders expired", expired);
    }
    if (away != null) {
      throw away;
    }
    return expired;
  }

  /**
   * Expires orders that nobody is paying, whatever their time: to be called when nobody can pay any
   * more. At most 100 orders.
   *
   * @return how many expired
   */
  public int expireUnpaid() {
    List<Order> ended = unpaid().stream().map(this::expire).flatMap(Optional::stream).toList();
    ended.forEach(mirror::freed);
    if (!ended.isEmpty()) {
      log.info("{} orders expired that nobody can pay any more", ended.size());
    }
    return ended.size();
  }

  /** An attempt that opened after we looked keeps its order alive. */
  private Optional<Order> expire(UUID id) {
    return database.transaction(
        transaction ->
            orders
                .lock(id)
                .filter(order -> order.state() == OrderState.PENDING)
                .filter(order -> ledger.undecided(id).isEmpty())
                .flatMap(order -> transitions.apply(order, OrderChange.TIME_RAN_OUT)));
  }

  private List<UUID> due() {
    return pending("expires_at <= now()");
  }

  private List<UUID> unpaid() {
    return pending(
        "NOT EXISTS (SELECT 1 FROM payment_attempts WHERE order_id = id"
            + " AND payment_attempts.state IN ('OPEN', 'AUTHORIZED'))");
  }

  private List<UUID> pending(String condition) {
    return database.ask(
        () ->
            database
                .sql()
                .sql(
                    "SELECT id FROM orders WHERE state = 'PENDING' AND %s ORDER BY expires_at LIMIT :limit"
                        .formatted(condition))
                .param("limit", BATCH)
                .query(UUID.class)
                .list());
  }
}
