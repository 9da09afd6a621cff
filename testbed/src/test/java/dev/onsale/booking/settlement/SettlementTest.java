package dev.onsale.booking.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.database.Database;
import dev.onsale.booking.epoch.EpochStore;
import dev.onsale.booking.orders.OrderEpochs;
import dev.onsale.booking.orders.OrderRows;
import dev.onsale.booking.orders.OrderState;
import dev.onsale.booking.outbox.Outbox;
import dev.onsale.booking.payments.Books;
import dev.onsale.booking.sale.Guest;
import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.seats.Inventory;
import dev.onsale.booking.seats.InventoryCounts;
import dev.onsale.testbed.stores.Stores;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What processes leave open, settled by one that has neither Redis nor the seat map. */
@Timeout(120)
class SettlementTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Sale sale;

  @BeforeEach
  void open() throws Exception {
    Stores stores = Stores.shared();
    sale = Sale.on(stores.postgres(), stores.redis(), stores.kafka().bootstrapServers(), 10);
  }

  @AfterEach
  void close() {
    sale.close();
  }

  @Test
  void everyOrderEndsAndTheBooksBalance() throws Exception {
    Database database = sale.database(2);
    new OrderEpochs(database).mint(0, "run", 1);
    LeftOpen left = new LeftOpen(database, 1);
    UUID unpaid = left.unpaid(0);
    UUID neverAsked = left.neverAsked(1);
    UUID authorizedUnheard = left.authorizedUnheard(2);
    UUID authorized = left.authorized(3);
    UUID capturedUnheard = left.capturedUnheard(4);
    UUID owed = left.owed(5);

    settle();

    assertThat(state(database, unpaid)).isEqualTo(OrderState.EXPIRED);
    assertThat(state(database, neverAsked)).isEqualTo(OrderState.EXPIRED);
    assertThat(state(database, authorizedUnheard)).isEqualTo(OrderState.CONFIRMED);
    assertThat(state(database, authorized)).isEqualTo(OrderState.CONFIRMED);
    assertThat(state(database, capturedUnheard)).isEqualTo(OrderState.CONFIRMED);
    assertThat(state(database, owed)).isEqualTo(OrderState.EXPIRED);
    assertThat(Books.read(database)).isEqualTo(new Books(10_000, 7_500, 2_500, 0, 0));
    assertThat(OpenWork.read(database).none()).isTrue();
    assertThat(new Outbox(database).lag().rows()).isZero();
  }

  @Test
  void anEventThatComesBackShowsSeatsAsTheySettled() throws Exception {
    RuntimeProcess first = sale.start("first");
    try (Guest paid = Guest.inside(first);
        Guest unpaid = Guest.inside(first)) {
      paid.pay(paid.order("A-1-1"), "pm_ok");
      unpaid.order("A-1-2");
    }
    await().atMost(PATIENCE).until(() -> counts(first).equals(new InventoryCounts(10, 8, 1, 1, 0)));
    first.close();

    settle();

    RuntimeProcess second = sale.start("second");
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> counts(second).equals(new InventoryCounts(10, 9, 0, 1, 0)));
    assertThat(second.bean(EpochStore.class).current().redisRunId())
        .isNotEqualTo(Settlement.NOBODY);
  }

  private void settle() throws InterruptedException {
    try (Settlement settlement = Settlement.open(new ConfigFolder(sale.folder()))) {
      settlement.run();
    }
  }

  private static InventoryCounts counts(RuntimeProcess process) {
    return process.bean(Inventory.class).counts();
  }

  private static OrderState state(Database database, UUID order) {
    return new OrderRows(database).find(order).orElseThrow().state();
  }
}
