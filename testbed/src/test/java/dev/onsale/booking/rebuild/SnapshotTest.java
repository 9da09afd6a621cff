package dev.onsale.booking.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.database.Database;
import dev.onsale.booking.orders.NewOrder;
import dev.onsale.booking.orders.Order;
import dev.onsale.booking.orders.OrderEpochs;
import dev.onsale.booking.orders.OrderPlacement;
import dev.onsale.booking.orders.OrderRows;
import dev.onsale.booking.orders.OrderedSeats;
import dev.onsale.booking.orders.Placement;
import dev.onsale.booking.outbox.Outbox;
import dev.onsale.booking.queue.Tempo;
import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.seats.InventoryCounts;
import dev.onsale.booking.seats.OwnedSeats;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.testbed.stores.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which orders a new epoch knows of. */
class SnapshotTest {

  @Test
  void noOrderCommitsBetweenTheSnapshotAndTheNewEpoch() throws Exception {
    try (Sale sale = Sale.inPostgres(Stores.shared().postgres(), 20);
        SaleInRedis shown = new SaleInRedis(Terms.GENEROUS)) {
      Database database = sale.database(2);
      OrderRows orders = new OrderRows(database);
      OrderPlacement placement = new OrderPlacement(database, orders, new Outbox(database));
      OrderEpochs epochs = new OrderEpochs(database);
      epochs.mint(0, "the Redis before", 1);
      placement.place(order(0), "first", "hash", deadline());
      List<Object> inBetween = new ArrayList<>();
      OwnedSeats owned =
          () -> {
            List<OwnedSeats.Owned> snapshot = new OrderedSeats(orders).ownedSeats();
            inBetween.add(placement.place(order(1), "second", "hash", deadline()));
            inBetween.add(answer(shown));
            return snapshot;
          };

      new InventoryRebuild(
              shown.redis, epochs, owned, shown.build, shown.live, shown.lanes, Tempo.REAL)
          .run(1);

      assertThat(inBetween)
          .containsExactly(new Placement.StaleEpoch(2), "no script runs in any epoch");
      assertThat(shown.availability.counts()).isEqualTo(new InventoryCounts(58, 56, 1, 0, 1));
    }
  }

  private static Object answer(SaleInRedis shown) {
    try {
      return shown.availability.counts();
    } catch (StaleEpochException refused) {
      return "no script runs in any epoch";
    }
  }

  private static long deadline() {
    return System.nanoTime() + Duration.ofSeconds(10).toNanos();
  }

  private static NewOrder order(int seat) {
    UUID id = UUID.randomUUID();
    return new NewOrder(
        id,
        "buyer-" + id,
        "hold-" + id,
        "somebody@example.com",
        false,
        "EUR",
        List.of(new Order.Seat(seat, "seat-" + seat, "vip", Sale.PRICE)),
        1,
        Duration.ofMinutes(5),
        4);
  }
}
