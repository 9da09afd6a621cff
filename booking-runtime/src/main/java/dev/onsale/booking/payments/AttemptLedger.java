package dev.onsale.booking.payments;

import static dev.onsale.booking.orders.OrderChange.CAPTURE_REFUSED;
import static dev.onsale.booking.orders.OrderChange.PAYMENT_AUTHORIZED;
import static dev.onsale.booking.orders.OrderChange.PAYMENT_CAPTURED;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.orders.Order;
import dev.onsale.booking.orders.OrderEvents;
import dev.onsale.booking.orders.OrderRows;
import dev.onsale.booking.orders.OrderState;
import dev.onsale.booking.orders.OrderTransitions;
import dev.onsale.booking.outbox.Outbox;
import dev.onsale.booking.tickets.Tickets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Records what the provider decided. Each method is one transaction under the order's lock, moves
 * attempt and order together, and may be repeated: whoever comes second finds it done.
 */
public final class AttemptLedger {
  private final Database database;
  private final OrderRows orders;
  private final OrderTransitions transitions;
  private final Outbox outbox;
  private final Tickets tickets;
  private final AttemptRows rows;

  public AttemptLedger(
      Database database,
      OrderRows orders,
      OrderTransitions transitions,
      Outbox outbox,
      Tickets tickets) {
    this.database = database;
    this.orders = orders;
    this.transitions = transitions;
    this.outbox = outbox;
    this.tickets = tickets;
    this.rows = new AttemptRows(database);
  }

  Opening open(
      UUID orderId, String provider, String method, String idempotencyKey, String bodyHash) {
    return locked(
        orderId,
        order -> {
          Optional<Attempt> known = rows.withKey(orderId, idempotencyKey);
          if (known.isPresent()) {
            return known.get().bodyHash().equals(bodyHash)
                ? new Opening.Known(known.get())
                : new Opening.KeyReused();
          }
          if (order.state() == OrderState.EXPIRED) {
            return new Opening.TooLate();
          }
          if (order.state() != OrderState.PENDING) {
            return new Opening.NotPayable(order.state());
          }
          if (rows.undecided(orderId).isPresent()) {
            return new Opening.Busy();
          }
          if (timeRanOut(order)) {
            return new Opening.TooLate();
          }
          return new Opening.Opened(
              rows.insert(
                  orderId,
                  provider,
                  method,
                  order.total(),
                  order.currency(),
                  idempotencyKey,
                  bodyHash));
        });
  }

  /** The attempt an earlier request with this key made. */
  Optional<Attempt> withKey(UUID order, String idempotencyKey) {
    return rows.withKey(order, idempotencyKey);
  }

  /** The order's undecided attempt. */
  Optional<Attempt> undecided(UUID order) {
    return rows.undecided(order);
  }

  /** An order's attempt by its number. */
  Optional<Attempt> numbered(UUID order, int number) {
    return rows.numbered(order, number);
  }

  /** Records more than one thing in one transaction. */
  <T> T together(Supplier<T> changes) {
    return database.transaction(transaction -> changes.get());
  }

  /** Undecided attempts that nobody moved for {@code idle}. */
  List<Attempt> stuck(Duration idle, int limit) {
    return rows.stuck(idle, limit);
  }

  /**
   * The money is set aside.
   *
   * @return false if the order is over or lost a seat: the authorization must be given up
   */
  boolean authorized(Attempt attempt) {
    return record(
        attempt,
        (order, now) -> {
          if (now.state() != AttemptState.OPEN) {
            return now.state() == AttemptState.AUTHORIZED;
          }
          return authorize(order, now).isPresent();
        });
  }

  private Optional<Order> authorize(Order order, Attempt attempt) {
    if (!transitions.ownsItsSeats(order)) {
      return Optional.empty();
    }
    Optional<Order> moved = transitions.apply(order, PAYMENT_AUTHORIZED);
    moved.ifPresent(next -> move(next, attempt, AttemptState.AUTHORIZED, "authorized"));
    return moved;
  }

  /**
   * The money is ours: the order is confirmed and its tickets issued, or, if there is no order to
   * pay for any more, the money is owed to the buyer.
   *
   * @return false if the money is owed
   */
  boolean captured(Attempt attempt) {
    return record(
        attempt,
        (order, now) -> {
          if (!now.state().undecided()) {
            return now.state() == AttemptState.CAPTURED;
          }
          Optional<Order> authorized =
              order.state() == OrderState.AUTHORIZED ? Optional.of(order) : authorize(order, now);
          Optional<Order> confirmed =
              authorized.flatMap(payable -> transitions.apply(payable, PAYMENT_CAPTURED));
          if (confirmed.isEmpty()) {
            if (now.state() != AttemptState.OWED) {
              move(order, now, AttemptState.OWED, "owed");
            }
            return false;
          }
          move(confirmed.get(), now, AttemptState.CAPTURED, "captured");
          outbox.append(OrderEvents.confirmed(confirmed.get(), tickets.issue(confirmed.get())));
          return true;
        });
  }

  /** The provider said no; the buyer may try again. */
  void declined(Attempt attempt) {
    end(attempt, AttemptState.DECLINED, "declined");
  }

  /** Nothing was and will be taken. An order that was authorized by it is cancelled. */
  void voided(Attempt attempt) {
    end(attempt, AttemptState.VOIDED, "voided");
  }

  /** What was taken is returned. */
  void refunded(Attempt attempt) {
    end(attempt, AttemptState.REFUNDED, "refunded");
  }

  private void end(Attempt attempt, AttemptState state, String what) {
    record(
        attempt,
        (order, now) -> {
          if (!now.state().undecided()) {
            return false;
          }
          move(order, now, state, what);
          if (now.state() == AttemptState.AUTHORIZED) {
            transitions.apply(order, CAPTURE_REFUSED);
          }
          return true;
        });
  }

  private void move(Order order, Attempt attempt, AttemptState to, String event) {
    rows.move(attempt, to);
    outbox.append(OrderEvents.payment(order, attempt.number(), attempt.amount(), event));
  }

  private boolean record(Attempt attempt, BiFunction<Order, Attempt, Boolean> work) {
    return locked(attempt.orderId(), order -> work.apply(order, rows.current(attempt)));
  }

  /** True when the time to pay is over by PostgreSQL's clock. */
  private boolean timeRanOut(Order order) {
    return database
        .sql()
        .sql("SELECT expires_at <= now() FROM orders WHERE id = :id")
        .param("id", order.id())
        .query(Boolean.class)
        .single();
  }

  private <T> T locked(UUID orderId, java.util.function.Function<Order, T> work) {
    return database.transaction(
        transaction ->
            work.apply(
                orders
                    .lock(orderId)
                    .orElseThrow(() -> new IllegalStateException("no order " + orderId))));
  }
}
