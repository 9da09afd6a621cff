package dev.onsale.booking.settlement;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.config.UnusableConfigException;
import dev.onsale.booking.database.Address;
import dev.onsale.booking.database.Database;
import dev.onsale.booking.epoch.Epoch;
import dev.onsale.booking.orders.OrderEpochs;
import dev.onsale.booking.orders.OrderRows;
import dev.onsale.booking.orders.OrderTransitions;
import dev.onsale.booking.orders.SeatMirror;
import dev.onsale.booking.outbox.EventSink;
import dev.onsale.booking.outbox.KafkaEvents;
import dev.onsale.booking.outbox.Outbox;
import dev.onsale.booking.outbox.OutboxRelay;
import dev.onsale.booking.payments.AttemptDriver;
import dev.onsale.booking.payments.AttemptLedger;
import dev.onsale.booking.payments.OrderExpiry;
import dev.onsale.booking.payments.PaymentProvider;
import dev.onsale.booking.payments.PaymentProviders;
import dev.onsale.booking.payments.PaymentRecovery;
import dev.onsale.booking.payments.SandboxProvider;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.booking.tickets.Tickets;
import dev.onsale.booking.worker.LeaderTask;
import dev.onsale.booking.worker.Leadership;
import dev.onsale.booking.worker.Lease;
import dev.onsale.booking.worker.Worker;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeLogins;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles what a deleted event left open, under the lease of its workers: payments without an
 * outcome are asked for at the provider, orders that nobody can pay any more expire whatever their
 * time, and Kafka gets the rest of the outbox.
 *
 * <p>It needs PostgreSQL, the payment provider and Kafka, and neither Redis nor the seat map, which
 * may be gone with the event's namespace. So that Redis is not believed later, the epoch is given
 * to nobody first: an event created again over this data begins by writing its seats anew.
 */
public final class Settlement implements AutoCloseable {

  /** Stands for a Redis process that never is. */
  static final String NOBODY = "settled";

  private static final Logger log = LoggerFactory.getLogger(Settlement.class);
  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final Duration RENEWAL = Duration.ofSeconds(1);
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int CONNECTIONS = Database.CONNECTIONS_PER_PROCESS - 1;

  private final Database database;
  private final OrderEpochs epochs;
  private final PaymentProvider provider;
  private final EventSink events;
  private final Worker worker;
  private OpenWork told = new OpenWork(0, 0, 0);

  private Settlement(Database database, PaymentProvider provider, EventSink events) {
    this.database = database;
    this.epochs = new OrderEpochs(database);
    this.provider = provider;
    this.events = events;
    this.worker = worker();
  }

  /**
   * Opens what it needs without waiting for the stores.
   *
   * @throws UnusableConfigException naming the file that is missing or unreadable
   */
  public static Settlement open(ConfigFolder folder) {
    RuntimeBoot boot = folder.boot();
    RuntimeLogins logins = folder.logins();
    Address address = Address.of(boot, folder);
    return new Settlement(
        Database.open("onsale-settlement", address, logins.postgres(), CONNECTIONS, null),
        PaymentProviders.of(boot, () -> SandboxProvider.books(address, logins.postgres())),
        KafkaEvents.of(boot, folder, logins));
  }

  /** Returns when nothing is open any more; it tries as long as that takes. */
  public void run() throws InterruptedException {
    worker.start();
    while (!done()) {
      Thread.sleep(LOOK.toMillis());
    }
  }

  @Override
  public void close() {
    worker.stop();
    events.close();
    provider.close();
    database.close();
  }

  private boolean done() {
    try {
      OpenWork open = OpenWork.read(database);
      if (!open.equals(told)) {
        log.info(
            "open: {} orders, {} payments, {} events",
            open.orders(),
            open.payments(),
            open.events());
        told = open;
      }
      return open.none() && NOBODY.equals(epochs.current().redisRunId());
    } catch (StoreUnavailableException away) {
      log.info("what is open is not known: {}", away.getMessage());
      return false;
    }
  }

  private void disown(long term) {
    Epoch known = epochs.current();
    if (!NOBODY.equals(known.redisRunId())) {
      epochs.mint(known.number(), NOBODY, term);
    }
  }

  private Worker worker() {
    OrderRows orders = new OrderRows(database);
    Outbox outbox = new Outbox(database);
    OrderTransitions transitions = new OrderTransitions(database, outbox);
    SeatMirror mirror = new SeatMirror(new UnshownSeats());
    AttemptLedger ledger =
        new AttemptLedger(database, orders, transitions, outbox, new Tickets(database));
    AttemptDriver driver = new AttemptDriver(provider, ledger, orders, mirror);
    OrderExpiry expiry = new OrderExpiry(database, orders, transitions, ledger, driver, mirror);
    Lease lease = new Lease(database, UUID.randomUUID().toString(), LEASE);
    return new Worker(
        true,
        new Leadership(lease),
        RENEWAL,
        List.of(
            new Step("epoch", this::disown),
            new Step("order-expiry", term -> expiry.expireUnpaid()),
            new PaymentRecovery(ledger, driver),
            new OutboxRelay(outbox, events)),
        new SimpleMeterRegistry());
  }

  private record Step(String name, LongConsumer work) implements LeaderTask {

    @Override
    public Duration interval() {
      return STEP;
    }

    @Override
    public void run(long term) {
      work.accept(term);
    }
  }
}
