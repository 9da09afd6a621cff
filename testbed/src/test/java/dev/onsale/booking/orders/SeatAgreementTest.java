package dev.onsale.booking.orders;

import static dev.onsale.booking.seats.SeatBits.FREE;
import static dev.onsale.booking.seats.SeatBits.HELD;
import static dev.onsale.booking.seats.SeatBits.SOLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.database.Database;
import dev.onsale.booking.outbox.Outbox;
import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.seats.Conversion;
import dev.onsale.booking.seats.Hold;
import dev.onsale.booking.seats.HoldOutcome;
import dev.onsale.booking.seats.HoldRequest;
import dev.onsale.booking.seats.Holds;
import dev.onsale.booking.seats.InventoryCounts;
import dev.onsale.booking.seats.OwnedSeats;
import dev.onsale.testbed.stores.Stores;
import io.lettuce.core.BitFieldArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Somebody changed Redis by hand. In the house there are seats 0 to 6, a blocked one, and standing
 * places from 8 to 57.
 */
class SeatAgreementTest {
  private static final int LAST_STANDING = 57;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Sale sale;
  private Database database;
  private OrderRows orders;
  private SaleInRedis shown;
  private RedisClient client;
  private StatefulRedisConnection<String, String> connection;
  private RedisCommands<String, String> redis;
  private SeatAgreement agreement;
  private UUID sold;
  private UUID pending;

  @BeforeEach
  void sellSomeSeats() throws Exception {
    sale = Sale.inPostgres(Stores.shared().postgres(), 20);
    database = sale.database(2);
    orders = new OrderRows(database);
    new OrderEpochs(database).mint(0, "run", 1);
    sold = order(0, 1);
    pending = order(2, 20);
    pay(sold);
    shown = new SaleInRedis(Terms.GENEROUS);
    shown.open(1, new OrderedSeats(orders).ownedSeats().toArray(OwnedSeats.Owned[]::new));
    client = RedisClient.create(shown.server.uri());
    connection = client.connect();
    redis = connection.sync();
    agreement = new SeatAgreement(database, shown.availability, shown.audit, shown.house, meters);
  }

  @AfterEach
  void close() {
    connection.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    shown.close();
    sale.close();
  }

  @Test
  void whileTheTwoAgreeNothingIsWritten() {
    Hold hold = held("A-1-5");
    String version = redis.get(key("version"));

    look(3);

    assertThat(agreement.difference()).isEmpty();
    assertThat(redis.get(key("version"))).isEqualTo(version);
    assertThat(hold.seats()).hasSize(1);
    assertThat(mended()).isZero();
  }

  @Test
  void aDifferenceIsMendedOnlyWhenItLasts() {
    bits(0, FREE);

    look(1);
    assertThat(state(0)).isEqualTo(FREE);

    look(1);
    assertThat(state(0)).isEqualTo(SOLD);
    assertThat(agreement.difference())
        .isEqualTo("seat A-1-1 is order " + sold + "'s, sold, and shown free");
    look(1);
    assertThat(agreement.difference()).isEmpty();
  }

  @Test
  void soldAndOrderedSeatsThatAreShownFreeAreShownTakenAgain() {
    bits(0, FREE);
    redis.hdel(key("owners"), "0");
    bits(20, FREE);
    redis.hdel(key("owners"), "20");

    assertMended("seat A-1-1 is order " + sold + "'s");
  }

  @Test
  void anotherOwnerOfAnOrdersSeatIsNoneAnyMore() {
    redis.hset(key("owners"), "1", "o" + UUID.randomUUID());
    redis.hset(key("owners"), "2", "hsomebody");

    assertMended("seat A-1-2 is order " + sold + "'s");
  }

  @Test
  void aHoldOfASeatThatAnOrderOwnsCannotBeOrdered() {
    Holds.Asker asker = shown.inside();
    Hold hold = held(asker, "A-1-5", "A-1-6");
    UUID owner = order(4);

    look(2);

    assertThat(redis.hget(key("owners"), "4")).isEqualTo("o" + owner);
    assertThat(shown.reservations.convert(hold.id(), asker.buyer(), UUID.randomUUID().toString()))
        .isEqualTo(new Conversion.Expired());
    assertThat(state(5)).isEqualTo(FREE);
    assertAgreement(1);
  }

  @Test
  void seatsShownSoldOrOrderedThatNoOrderOwnsAreFree() {
    bits(4, SOLD);
    redis.hset(key("owners"), "4", "o" + UUID.randomUUID());
    bits(5, HELD);
    redis.hset(key("owners"), "5", "o" + UUID.randomUUID());
    bits(30, SOLD);

    assertMended("no order owns it");
    assertThat(state(4)).isEqualTo(FREE);
    assertThat(state(30)).isEqualTo(FREE);
  }

  @Test
  void aSeatThatIsBeingOrderedIsLeftAlone() {
    Holds.Asker asker = shown.inside();
    Hold hold = held(asker, "A-1-5");
    shown.reservations.convert(hold.id(), asker.buyer(), UUID.randomUUID().toString());

    look(3);

    assertThat(state(4)).isEqualTo(HELD);
    assertThat(mended()).isZero();
  }

  @Test
  void seatsOfHoldsThatNothingEndsAreFree() {
    Hold forgotten = held("A-1-5");
    bits(5, HELD);
    redis.hset(key("owners"), "5", "hnobody");
    bits(6, HELD);
    redis.del(key("deadlines"));

    assertMended("seat A-1-5 is held by a hold without an end");
    assertThat(forgotten.seats()).hasSize(1);
    assertThat(List.of(state(4), state(5), state(6))).containsOnly(FREE);
  }

  @Test
  void anOwnerOfAFreeSeatIsForgotten() {
    redis.hset(key("owners"), "4", "hnobody");
    redis.hset(key("owners"), "40", "o" + UUID.randomUUID());

    assertMended("seat A-1-5 is shown free and has an owner");
    assertThat(redis.hget(key("owners"), "4")).isNull();
  }

  @Test
  void whatIsNotForSaleIsShownSoAndNothingElseIs() {
    bits(7, FREE);
    bits(4, 3);

    assertMended("seat A-1-8 is not for sale");
    assertThat(state(7)).isEqualTo(3);
    assertThat(state(4)).isEqualTo(FREE);
  }

  @Test
  void countsThatDoNotMatchTheSeatsAreCountedAgain() {
    redis.hset(key("counts"), "free", "3");
    redis.hincrby(key("counts"), "sold", 9);
    redis.hincrby(key("counts"), "free:8", -5);

    look(1);
    assertThat(agreement.difference())
        .isEqualTo(
            "free counted 3 instead of 53; sold counted 11 instead of 2;"
                + " free:8 counted 44 instead of 49");
    assertAgreement(0);
  }

  @Test
  void standingPlacesThatNobodyCouldGetAnyMoreAreFoundAgain() {
    Holds.Asker asker = shown.inside();
    Hold hold =
        ((HoldOutcome.Held) Asking.hold(shown.holds, asker, new HoldRequest.Standing("floor", 4)))
            .hold();
    shown.holds.release(hold.id(), asker.buyer());
    redis.del(key("standing-free:8"));

    look(2);

    for (int left = LAST_STANDING - 8; left > 0; left--) {
      assertThat(Asking.hold(shown.holds, shown.inside(), new HoldRequest.Standing("floor", 1)))
          .isInstanceOf(HoldOutcome.Held.class);
    }
  }

  @Test
  void allOfRedisGarbledIsShownAsPostgresHasIt() {
    redis.set(key("seats"), "UUUUUUUU");
    redis.del(key("owners"));
    redis.del(key("counts"));
    redis.del(key("standing-next"));

    look(3);

    assertAgreement(0);
    assertThat(Asking.hold(shown.holds, shown.inside(), new HoldRequest.Standing("floor", 4)))
        .isInstanceOf(HoldOutcome.Held.class);
  }

  /** Two looks mend it, and the third finds nothing; PostgreSQL stays as it is. */
  private void assertMended(String told) {
    String before = books();
    look(2);
    assertThat(agreement.difference()).contains(told);
    assertThat(mended()).isPositive();
    look(1);
    assertAgreement(0);
    assertThat(books()).isEqualTo(before);
  }

  /**
   * @param more seats ordered than at the beginning
   */
  private void assertAgreement(int more) {
    look(2);
    assertThat(agreement.difference()).isEmpty();
    assertThat(shown.availability.counts().sold()).isEqualTo(2);
    assertThat(shown.availability.counts())
        .isEqualTo(new InventoryCounts(58, 53 - more, 2 + more, 2, 1));
    assertThat(List.of(state(0), state(1), state(2), state(20)))
        .containsExactly(SOLD, SOLD, HELD, HELD);
    assertThat(redis.hget(key("owners"), "20")).isEqualTo("o" + pending);
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      agreement.run(1);
    }
  }

  private double mended() {
    return meters.find("onsale.seats.mended").counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private String key(String name) {
    return shown.prefix() + "1:" + name;
  }

  private void bits(int seat, int state) {
    redis.bitfield(
        key("seats"),
        BitFieldArgs.Builder.set(
            BitFieldArgs.unsigned(2), BitFieldArgs.typeWidthBasedOffset(seat), state));
  }

  private int state(int seat) {
    return redis
        .bitfield(
            key("seats"),
            BitFieldArgs.Builder.get(
                BitFieldArgs.unsigned(2), BitFieldArgs.typeWidthBasedOffset(seat)))
        .getFirst()
        .intValue();
  }

  private Hold held(String... seats) {
    return held(shown.inside(), seats);
  }

  private Hold held(Holds.Asker asker, String... seats) {
    HoldOutcome outcome = Asking.hold(shown.holds, asker, new HoldRequest.Chosen(List.of(seats)));
    assertThat(outcome).isInstanceOf(HoldOutcome.Held.class);
    return ((HoldOutcome.Held) outcome).hold();
  }

  private String books() {
    return database
        .sql()
        .sql(
            """
            SELECT string_agg(concat(seat_index, order_id, sold, state, orders.changed_at), ','
                              ORDER BY seat_index)
            FROM seat_claims JOIN orders ON orders.id = order_id
            """)
        .query(String.class)
        .single();
  }

  private void pay(UUID order) {
    OrderTransitions transitions = new OrderTransitions(database, new Outbox(database));
    database.transaction(
        transaction -> {
          Order now = orders.lock(order).orElseThrow();
          Order authorized = transitions.apply(now, OrderChange.PAYMENT_AUTHORIZED).orElseThrow();
          return transitions.apply(authorized, OrderChange.PAYMENT_CAPTURED).orElseThrow();
        });
  }

  private UUID order(int... seats) {
    UUID id = UUID.randomUUID();
    NewOrder order =
        new NewOrder(
            id,
            "buyer-" + id,
            "hold-" + id,
            "somebody@example.com",
            false,
            "EUR",
            IntStream.of(seats)
                .mapToObj(seat -> new Order.Seat(seat, "seat-" + seat, "vip", Sale.PRICE))
                .toList(),
            1,
            Duration.ofMinutes(5),
            4);
    Placement placed =
        new OrderPlacement(database, orders, new Outbox(database))
            .place(
                order, "key-" + id, "hash", System.nanoTime() + Duration.ofSeconds(10).toNanos());
    assertThat(placed).isInstanceOf(Placement.Placed.class);
    return id;
  }
}
