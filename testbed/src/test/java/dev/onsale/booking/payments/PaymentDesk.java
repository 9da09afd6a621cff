package dev.onsale.booking.payments;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.orders.NewOrder;
import dev.onsale.booking.orders.Order;
import dev.onsale.booking.orders.OrderEpochs;
import dev.onsale.booking.orders.OrderPlacement;
import dev.onsale.booking.orders.OrderRows;
import dev.onsale.booking.orders.OrderTransitions;
import dev.onsale.booking.orders.Placement;
import dev.onsale.booking.orders.SeatMirror;
import dev.onsale.booking.outbox.Outbox;
import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.seats.Conversion;
import dev.onsale.booking.seats.SeatReservations;
import dev.onsale.booking.tickets.Tickets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What payments need, on a real PostgreSQL, with seats that are only remembered. */
final class PaymentDesk {
  final Database database;
  final OrderRows orders;
  final Outbox outbox;
  final Tickets tickets;
  final SandboxProvider sandbox;
  final Set<String> shownSold = ConcurrentHashMap.newKeySet();
  final Set<String> shownFree = ConcurrentHashMap.newKeySet();
  private final OrderPlacement placement;
  private final OrderTransitions transitions;

  PaymentDesk(Sale sale) {
    database = sale.database(4);
    orders = new OrderRows(database);
    outbox = new Outbox(database);
    tickets = new Tickets(database);
    sandbox = new SandboxProvider(sale.database(1));
    placement = new OrderPlacement(database, orders, outbox);
    transitions = new OrderTransitions(database, outbox);
    new OrderEpochs(database).mint(0, "run", 1);
  }

  /** A process: it shares the stores with others and may die alone. */
  Process process(UnaryOperator<PaymentProvider> provider, Steps steps) {
    PaymentProvider its = provider.apply(sandbox);
    SeatMirror mirror = new SeatMirror(new Remembered(steps));
    AttemptLedger ledger = new AttemptLedger(database, orders, transitions, outbox, tickets);
    AttemptDriver driver = new AttemptDriver(its, ledger, orders, mirror);
    return new Process(
        new Payments(its, ledger, driver),
        new PaymentRecovery(ledger, driver),
        new OrderExpiry(database, orders, transitions, ledger, driver, mirror),
        new PaymentHints(ledger, driver),
        ledger);
  }

  Process process() {
    return process(UnaryOperator.identity(), () -> {});
  }

  record Process(
      Payments payments,
      PaymentRecovery recovery,
      OrderExpiry expiry,
      PaymentHints hints,
      AttemptLedger ledger) {}

  /** Called between the steps a process makes outside PostgreSQL. */
  interface Steps {
    void passed();
  }

  Order order(Duration timeToPay, int... seats) {
    UUID id = UUID.randomUUID();
    NewOrder order =
        new NewOrder(
            id,
            "buyer-" + id,
            "hold-" + id,
            "somebody@example.com",
            false,
            "KRW",
            IntStream.of(seats)
                .mapToObj(seat -> new Order.Seat(seat, "A-1-" + (seat + 1), "standard", Sale.PRICE))
                .toList(),
            1,
            timeToPay,
            4);
    Placement placed =
        placement.place(
            order, "key-" + id, "hash", System.nanoTime() + Duration.ofSeconds(10).toNanos());
    return ((Placement.Placed) placed).order();
  }

  Order now(Order order) {
    return orders.find(order.id()).orElseThrow();
  }

  Books books() {
    return Books.read(database);
  }

  private final class Remembered implements SeatReservations {
    private final Steps steps;

    Remembered(Steps steps) {
      this.steps = steps;
    }

    @Override
    public Conversion convert(String holdId, Buyer buyer, String orderId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void recorded(String orderId) {}

    @Override
    public void markSold(String orderId, Collection<Integer> seats) {
      steps.passed();
      shownSold.add(orderId);
      steps.passed();
    }

    @Override
    public void free(String orderId, Collection<Integer> seats) {
      steps.passed();
      shownFree.add(orderId);
      steps.passed();
    }

    @Override
    public List<Orphan> orphanedConversions(Duration olderThan) {
      return List.of();
    }
  }
}
