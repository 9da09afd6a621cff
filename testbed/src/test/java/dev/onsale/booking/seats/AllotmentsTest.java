package dev.onsale.booking.seats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.Row;
import dev.onsale.api.v1alpha1.Section;
import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.seats.HoldOutcome.Held;
import dev.onsale.booking.seats.HoldOutcome.Invalid;
import dev.onsale.booking.seats.HoldRequest.BestAvailable;
import dev.onsale.booking.seats.HoldRequest.Chosen;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.seating.SeatMap;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Six seats, the first four of them kept for sponsors. */
class AllotmentsTest {
  private static final SeatMap ROW =
      new SeatMap(
          List.of(
              new Section(
                  "A",
                  "vip",
                  1,
                  List.of(
                      new Row(
                          "1",
                          6,
                          1,
                          1,
                          null,
                          null,
                          null,
                          List.of(new Row.Allotted(1, 4, "sponsors")))),
                  null,
                  null)));

  private SaleInRedis sale = opened(null);

  @AfterEach
  void close() {
    sale.close();
  }

  @Test
  void seatsAreKeptForWhoHasTheRole() {
    assertThat(sale.availability.counts()).isEqualTo(new InventoryCounts(6, 2, 0, 0, 4));
    assertThat(Asking.hold(sale.holds, sale.inside(), chosen("A-1-1"))).isInstanceOf(Invalid.class);

    assertThat(Asking.hold(sale.holds, with("sponsor"), chosen("A-1-1", "A-1-5")))
        .isInstanceOf(Held.class);
    assertThat(Asking.hold(sale.holds, with("sponsor"), chosen("A-1-1")))
        .isEqualTo(new HoldOutcome.Unavailable(List.of("A-1-1")));
  }

  @Test
  void whatIsGivenBackIsKeptAgain() {
    Holds.Asker sponsor = with("sponsor");
    Held held = (Held) Asking.hold(sale.holds, sponsor, chosen("A-1-1", "A-1-2"));

    sale.holds.release(held.hold().id(), sponsor.buyer());

    assertThat(sale.availability.counts()).isEqualTo(new InventoryCounts(6, 2, 0, 0, 4));
    assertThat(Asking.hold(sale.holds, with("sponsor"), chosen("A-1-2"))).isInstanceOf(Held.class);
  }

  @Test
  void anOrderThatComesToNothingGivesItsSeatsBackToTheAllotment() {
    Holds.Asker sponsor = with("sponsor");
    Held held = (Held) Asking.hold(sale.holds, sponsor, chosen("A-1-1"));
    sale.reservations.convert(held.hold().id(), sponsor.buyer(), "order-1");

    sale.reservations.free("order-1", List.of(0));

    assertThat(sale.availability.counts().blocked()).isEqualTo(4);
  }

  @Test
  void bestAvailableDoesNotTouchThem() {
    assertThat(Asking.hold(sale.holds, with("sponsor"), new BestAvailable(3, null, null)))
        .isEqualTo(new HoldOutcome.Unavailable(List.of()));
  }

  @Test
  void onceReleasedTheyAreEverybodysButThoseThatAreHeld() {
    Asking.hold(sale.holds, with("sponsor"), chosen("A-1-1"));
    sale = sale.under(terms(Instant.now().minusSeconds(1)));

    sale.allotmentRelease.run();
    sale.allotmentRelease.run();

    assertThat(sale.availability.counts()).isEqualTo(new InventoryCounts(6, 5, 1, 0, 0));
    assertThat(Asking.hold(sale.holds, sale.inside(), chosen("A-1-2"))).isInstanceOf(Held.class);
  }

  @Test
  void anEpochThatBeginsAfterTheReleaseKeepsNothing() {
    sale.close();
    sale = opened(Instant.now().minusSeconds(1));

    assertThat(sale.availability.counts().free()).isEqualTo(6);
  }

  private static SaleInRedis opened(@Nullable Instant release) {
    return SaleInRedis.opened(terms(release), ROW);
  }

  private static Terms terms(@Nullable Instant release) {
    return Terms.GENEROUS.allotment(
        new RuntimeLive.Allotment(
            "sponsors", "sponsor", release == null ? null : release.toString()));
  }

  private Holds.Asker with(String role) {
    Holds.Asker asker = sale.inside();
    return new Holds.Asker(asker.buyer(), asker.session(), asker.idempotencyKey(), Set.of(role));
  }

  private static Chosen chosen(String... seats) {
    return new Chosen(List.of(seats));
  }
}
