package dev.onsale.booking.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.seats.HoldRequest.Chosen;
import dev.onsale.booking.seats.HoldRequest.Standing;
import dev.onsale.booking.seats.OwnedSeats.Owned;
import dev.onsale.testbed.Steadily;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReservationsTest {
  private SaleInRedis sale = SaleInRedis.opened(Terms.GENEROUS);

  @AfterEach
  void close() {
    sale.close();
  }

  @Test
  void aConvertedSeatNeverLapses() {
    restart(Terms.GENEROUS.holdSeconds(3));
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1");
    sale.reservations.convert(hold.id(), asker.buyer(), "order-1");

    Steadily.holds(
        Duration.ofMillis(3_500),
        () -> {
          sale.reaper.run();
          assertThat(sale.availability.counts().held()).isEqualTo(1);
          assertThat(sale.holds.read(hold.id(), asker.buyer()))
              .isInstanceOf(HoldView.Ordered.class);
        });
  }

  @Test
  void aConversionTellsTheSeatsWithTheirTiersAndRepeatsItself() {
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1");

    Conversion first = sale.reservations.convert(hold.id(), asker.buyer(), "order-1");

    assertThat(first)
        .isEqualTo(new Conversion.Converted(1, List.of(new ReservedSeat(0, "A-1-1", "A", "vip"))));
    assertThat(sale.reservations.convert(hold.id(), asker.buyer(), "order-1")).isEqualTo(first);
  }

  @Test
  void aHoldBecomesOneOrderOnly() {
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1");
    sale.reservations.convert(hold.id(), asker.buyer(), "order-1");

    assertThat(sale.reservations.convert(hold.id(), asker.buyer(), "order-2"))
        .isEqualTo(new Conversion.Taken("order-1"));
  }

  @Test
  void anothersOldOrUnknownHoldIsNotConverted() {
    restart(Terms.GENEROUS.holdSeconds(1));
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1");

    assertThat(sale.reservations.convert(hold.id(), SaleInRedis.buyer(), "order-1"))
        .isEqualTo(new Conversion.NotYours());
    assertThat(sale.reservations.convert("1-none", asker.buyer(), "order-1"))
        .isEqualTo(new Conversion.Unknown());
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> sale.holds.read(hold.id(), asker.buyer()) instanceof HoldView.Expired);
    assertThat(sale.reservations.convert(hold.id(), asker.buyer(), "order-1"))
        .isEqualTo(new Conversion.Expired());
  }

  @Test
  void sellingAndFreeingAreSafeToRepeatInAnyOrder() {
    String order = converted("A-1-1");
    sale.reservations.markSold(order, List.of(0));
    sale.reservations.markSold(order, List.of(0));
    sale.reservations.free("another-order", List.of(0));

    assertThat(sale.availability.counts()).isEqualTo(new InventoryCounts(58, 56, 0, 1, 1));

    sale.reservations.free(order, List.of(0));
    sale.reservations.free(order, List.of(0));

    assertThat(sale.availability.counts()).isEqualTo(new InventoryCounts(58, 57, 0, 0, 1));
  }

  @Test
  void freeingLateDoesNotTakeASeatFromItsNextOwner() {
    String first = converted("A-1-1");
    sale.reservations.free(first, List.of(0));
    String second = converted("A-1-1");

    sale.reservations.free(first, List.of(0));
    sale.reservations.markSold(second, List.of(0));

    assertThat(sale.availability.counts().sold()).isEqualTo(1);
  }

  @Test
  void sellingDoesNotTakeASeatFromAnotherOrder() {
    String owner = converted("A-1-1");

    sale.reservations.markSold("another-order", List.of(0));
    assertThat(sale.availability.counts().sold()).isZero();

    sale.reservations.free(owner, List.of(0));
    assertThat(sale.availability.counts().free()).isEqualTo(57);
  }

  @Test
  void whatPostgresSoldBeatsAHold() {
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, "A-1-1");

    sale.reservations.markSold("order-of-before", List.of(0));

    assertThat(sale.reservations.convert(hold.id(), asker.buyer(), "order-1"))
        .isEqualTo(new Conversion.Expired());
    assertThat(sale.availability.counts()).isEqualTo(new InventoryCounts(58, 56, 0, 1, 1));
  }

  @Test
  void aStandingPlaceThatPostgresSoldIsGivenToNobodyElse() {
    sale.reservations.markSold("order-of-before", List.of(8, 9));

    HoldOutcome outcome = Asking.hold(sale.holds, sale.inside(), new Standing("floor", 2));

    assertThat(((HoldOutcome.Held) outcome).hold().seats())
        .extracting(ReservedSeat::index)
        .containsExactly(10, 11);
  }

  @Test
  void aConversionThatNobodyReportedOnIsAnOrphan() {
    String recorded = converted("A-1-1");
    sale.reservations.recorded(recorded);
    String lost = converted("A-1-2");

    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(sale.reservations.orphanedConversions(Duration.ofMillis(100)))
                    .containsExactly(new SeatReservations.Orphan(lost, List.of(1))));

    sale.reservations.free(lost, List.of(1));
    assertThat(sale.reservations.orphanedConversions(Duration.ZERO)).isEmpty();
  }

  @Test
  void aNewEpochKnowsWhoOwnsWhat() {
    List<Integer> units = IntStream.range(8, 18).boxed().toList();
    sale.close();
    sale =
        new SaleInRedis(Terms.GENEROUS)
            .open(1, new Owned("s", List.of(0, 1), true), new Owned("p", units, false));

    assertThat(sale.availability.counts()).isEqualTo(new InventoryCounts(58, 45, 10, 2, 1));
    sale.reservations.free("p", units);
    assertThat(sale.availability.counts()).isEqualTo(new InventoryCounts(58, 55, 0, 2, 1));
    for (int i = 0; i < 25; i++) {
      assertThat(Asking.hold(sale.holds, sale.inside(), new Standing("floor", 2)))
          .isInstanceOf(HoldOutcome.Held.class);
    }
    assertThat(Asking.hold(sale.holds, sale.inside(), new Chosen(List.of("A-1-1"))))
        .isEqualTo(new HoldOutcome.Unavailable(List.of("A-1-1")));
  }

  private String converted(String seat) {
    Holds.Asker asker = sale.inside();
    String order = "order-of-" + asker.buyer().id();
    sale.reservations.convert(held(asker, seat).id(), asker.buyer(), order);
    return order;
  }

  private Hold held(Holds.Asker asker, String... seats) {
    HoldOutcome outcome = Asking.hold(sale.holds, asker, new Chosen(List.of(seats)));
    assertThat(outcome).isInstanceOf(HoldOutcome.Held.class);
    return ((HoldOutcome.Held) outcome).hold();
  }

  private void restart(Terms terms) {
    sale.close();
    sale = SaleInRedis.opened(terms);
  }
}
