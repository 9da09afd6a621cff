package dev.onsale.booking.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.outbox.Outbox;
import dev.onsale.booking.sale.Sale;
import dev.onsale.testbed.stores.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderPlacementTest {
  private static final int CAP = 4;
  private static final long EPOCH = 1;

  private Sale sale;
  private Database database;
  private OrderRows orders;
  private OrderPlacement placement;

  @BeforeEach
  void openTheBooks() throws Exception {
    sale = Sale.inPostgres(Stores.shared().postgres(), 20);
    database = sale.database(8);
    orders = new OrderRows(database);
    placement = new OrderPlacement(database, orders, new Outbox(database));
    new OrderEpochs(database).mint(0, "run", 1);
  }

  @AfterEach
  void closeTheBooks() throws Exception {
    sale.close();
  }

  @Test
  void aSeatHasAtMostOneOwner() throws Exception {
    List<Placement> outcomes =
        atOnce(
            IntStream.range(0, 64)
                .mapToObj(n -> order("buyer-" + n, EPOCH, n % 10, n % 10 + 1, n % 10 + 2))
                .map(order -> (Callable<Placement>) () -> place(order, "key-of-order"))
                .toList());

    List<Integer> sold =
        outcomes.stream()
            .filter(Placement.Placed.class::isInstance)
            .flatMap(placed -> ((Placement.Placed) placed).order().seatIndexes().stream())
            .toList();
    assertThat(sold).isNotEmpty().doesNotHaveDuplicates();
    assertThat(outcomes)
        .allMatch(one -> one instanceof Placement.Placed || one instanceof Placement.SeatsLost);
  }

  @Test
  void anOrderThatLosesOneSeatGetsNone() {
    place(order("first", EPOCH, 3), "key-of-first");

    assertThat(place(order("second", EPOCH, 2, 3, 4), "key-of-second"))
        .isEqualTo(new Placement.SeatsLost(List.of("A-1-4")));
    assertThat(place(order("third", EPOCH, 2, 4), "key-of-third"))
        .isInstanceOf(Placement.Placed.class);
  }

  @Test
  void nobodyOwnsMoreTicketsThanTheCap() throws Exception {
    List<Placement> outcomes =
        atOnce(
            IntStream.range(0, 6)
                .mapToObj(n -> order("greedy", EPOCH, 3 * n, 3 * n + 1, 3 * n + 2))
                .map(order -> (Callable<Placement>) () -> place(order, "key-" + order.hold()))
                .toList());

    assertThat(outcomes.stream().filter(Placement.Placed.class::isInstance)).hasSize(1);
    assertThat(outcomes.stream().filter(Placement.OverCap.class::isInstance))
        .allMatch(new Placement.OverCap(CAP, 3)::equals)
        .hasSize(5);
  }

  @Test
  void anOrderCountsTowardsTheCapBeforeItIsCommitted() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Placement> second =
          database.transaction(
              transaction -> {
                place(order("greedy", EPOCH, 0, 1, 2), "key-of-first");
                Future<Placement> placing =
                    threads.submit(() -> place(order("greedy", EPOCH, 3, 4), "key-of-second"));
                assertThat(placing).failsWithin(Duration.ofMillis(500));
                return placing;
              });

      assertThat(second.get(5, TimeUnit.SECONDS)).isEqualTo(new Placement.OverCap(CAP, 3));
    }
  }

  @Test
  void aRepeatedRequestMeetsItsOwnOrder() throws Exception {
    NewOrder order = order("buyer", EPOCH, 1, 2);

    List<Placement> outcomes =
        atOnce(
            IntStream.range(0, 8)
                .mapToObj(n -> (Callable<Placement>) () -> place(order, "one-key"))
                .toList());

    assertThat(outcomes).allMatch(Placement.Placed.class::isInstance);
    assertThat(orders.ofBuyer("buyer")).hasSize(1);
    assertThat(new Outbox(database).waiting(10)).hasSize(1);
  }

  @Test
  void oneKeyServesOneRequestOnly() {
    place(order("buyer", EPOCH, 1), "one-key");

    assertThat(place(order("buyer", EPOCH, 2), "one-key")).isInstanceOf(Placement.KeyReused.class);
    assertThat(orders.ofBuyer("buyer")).hasSize(1);
  }

  @Test
  void anOrderOfAnEpochThatIsOverIsRefused() {
    new OrderEpochs(database).mint(EPOCH, "another run", 1);

    assertThat(place(order("buyer", EPOCH, 1), "key")).isEqualTo(new Placement.StaleEpoch(2));
    assertThat(orders.claims()).isEmpty();
  }

  @Test
  void aNewEpochWaitsForTheOrdersOfTheOldOne() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Long> minted =
          database.transaction(
              transaction -> {
                place(order("buyer", EPOCH, 1), "key");
                Future<Long> minting =
                    threads.submit(() -> new OrderEpochs(database).mint(EPOCH, "run", 1).number());
                assertThat(minting)
                    .as("minting while an order is being written")
                    .failsWithin(Duration.ofMillis(500));
                return minting;
              });
      assertThat(minted.get(5, TimeUnit.SECONDS)).isEqualTo(2);
    }
  }

  @Test
  void aFormerLeaderMintsNoEpoch() {
    database.sql().sql("INSERT INTO lease VALUES ('leader', 'x', 7, now())").update();

    assertThat(new OrderEpochs(database).mint(EPOCH, "run", 6).number()).isEqualTo(EPOCH);
  }

  @Test
  void whatIsTooLateToBeSafeIsNotWritten() {
    NewOrder order = order("buyer", EPOCH, 1);

    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> placement.place(order, "key", "hash", System.nanoTime() - 1))
        .isInstanceOf(dev.onsale.booking.stores.StoreUnavailableException.class);
    assertThat(orders.find(order.id())).isEmpty();
  }

  @Test
  void theBooksNameTheOwnersForARebuild() {
    NewOrder order = order("buyer", EPOCH, 5, 6);
    place(order, "key");

    Map<String, List<Integer>> owned =
        new OrderedSeats(orders)
            .ownedSeats().stream().collect(Collectors.toMap(o -> o.orderId(), o -> o.seats()));
    assertThat(owned).containsExactly(Map.entry(order.id().toString(), List.of(5, 6)));
  }

  private Placement place(NewOrder order, String key) {
    return placement.place(
        order,
        key,
        "hash of " + order.hold(),
        System.nanoTime() + Duration.ofSeconds(10).toNanos());
  }

  private static NewOrder order(String buyer, long epoch, int... seats) {
    return new NewOrder(
        UUID.randomUUID(),
        buyer,
        "hold-" + UUID.randomUUID(),
        "somebody@example.com",
        false,
        "KRW",
        IntStream.of(seats)
            .mapToObj(seat -> new Order.Seat(seat, "A-1-" + (seat + 1), "standard", Sale.PRICE))
            .toList(),
        epoch,
        Duration.ofMinutes(5),
        CAP);
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> each : threads.invokeAll(calls)) {
        results.add(each.get(30, TimeUnit.SECONDS));
      }
      return results;
    }
  }
}
