package dev.onsale.booking.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.Row;
import dev.onsale.api.v1alpha1.Section;
import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.queue.Lots;
import dev.onsale.booking.seats.HoldOutcome.Held;
import dev.onsale.booking.seats.HoldRequest.BestAvailable;
import dev.onsale.booking.seats.HoldRequest.Chosen;
import dev.onsale.booking.seats.HoldRequest.Standing;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.seating.SeatMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HoldsTest {
  private SaleInRedis sale = SaleInRedis.opened(Terms.GENEROUS);

  @AfterEach
  void close() {
    sale.close();
  }

  @Test
  void aSeatHasAtMostOneHolderHoweverManyWantItAtOnce() throws Exception {
    List<Holds.Asker> askers = IntStream.range(0, 64).mapToObj(i -> sale.inside()).toList();

    List<HoldOutcome> outcomes =
        atOnce(askers.stream().map(asker -> hold(asker, "A-1-1")).toList());

    assertThat(outcomes).filteredOn(Held.class::isInstance).hasSize(1);
    assertThat(outcomes)
        .filteredOn(outcome -> !(outcome instanceof Held))
        .allSatisfy(
            outcome ->
                assertThat(outcome).isEqualTo(new HoldOutcome.Unavailable(List.of("A-1-1"))));
  }

  @Test
  void ofTenThousandRequestsForOneSeatAtOnceExactlyOneWins() {
    List<Holds.Asker> askers = IntStream.range(0, 100).mapToObj(i -> sale.inside()).toList();

    int won = 0;
    // so many wait for Redis at any time; it answers all of them one after the other
    for (int sent = 0; sent < 10_000; sent += 500) {
      List<CompletableFuture<HoldOutcome>> together =
          IntStream.range(0, 500)
              .mapToObj(
                  i ->
                      sale.holds.start(
                          SaleInRedis.again(askers.get(i % askers.size())), chosen("A-1-1")))
              .toList();
      won +=
          (int)
              together.stream().map(CompletableFuture::join).filter(Held.class::isInstance).count();
    }

    assertThat(won).isEqualTo(1);
    assertThat(sale.availability.counts().held()).isEqualTo(1);
  }

  @Test
  void allSeatsAreHeldOrNone() {
    Asking.hold(sale.holds, sale.inside(), chosen("A-1-2"));

    HoldOutcome outcome = Asking.hold(sale.holds, sale.inside(), chosen("A-1-1", "A-1-2", "A-1-3"));

    assertThat(outcome).isEqualTo(new HoldOutcome.Unavailable(List.of("A-1-2")));
    assertThat(sale.availability.counts().held()).isEqualTo(1);
  }

  @Test
  void aBuyerNeverHoldsMoreThanTheCapHoweverManyRequestsRunAtOnce() throws Exception {
    Holds.Asker asker = sale.inside();

    List<HoldOutcome> outcomes =
        atOnce(
            IntStream.rangeClosed(1, 7)
                .mapToObj(seat -> hold(SaleInRedis.again(asker), "A-1-" + seat))
                .toList());

    assertThat(outcomes).filteredOn(Held.class::isInstance).hasSize(4);
    assertThat(outcomes).contains(new HoldOutcome.CapReached(4, 4));
  }

  @Test
  void anExpiredHoldGivesItsSeatsToTheNextWhoAsks() {
    restart(Terms.GENEROUS.holdSeconds(1));
    Holds.Asker first = sale.inside();
    Hold hold = held(first, chosen("A-1-1"));
    Holds.Asker second = sale.inside();

    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                Asking.hold(sale.holds, SaleInRedis.again(second), chosen("A-1-1"))
                    instanceof Held);

    assertThat(sale.holds.read(hold.id(), first.buyer())).isEqualTo(new HoldView.Expired());
  }

  @Test
  void theReaperGivesExpiredSeatsBackWithoutAnybodyAsking() {
    restart(Terms.GENEROUS.holdSeconds(1));
    held(sale.inside(), chosen("A-1-1", "A-1-2"));

    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              sale.reaper.run();
              assertThat(sale.availability.counts().held()).isZero();
            });

    assertThat(sale.availability.counts().free()).isEqualTo(57);
  }

  @Test
  void aRequestRepeatedUnderItsKeyGetsTheSameHold() {
    Holds.Asker asker = sale.inside();

    Hold first = held(asker, chosen("A-1-1"));

    assertThat(held(asker, chosen("A-1-1"))).isEqualTo(first);
    assertThat(sale.availability.counts().held()).isEqualTo(1);
  }

  @Test
  void aKeyUsedForAnotherRequestIsRefused() {
    Holds.Asker asker = sale.inside();
    held(asker, chosen("A-1-1"));

    assertThat(Asking.hold(sale.holds, asker, chosen("A-1-2")))
        .isEqualTo(new HoldOutcome.KeyReused());
  }

  @Test
  void whoHasNoSessionHoldsNothing() {
    Holds.Asker stranger = new Holds.Asker(SaleInRedis.buyer(), "1.1", "a-key-of-mine", Set.of());

    assertThat(Asking.hold(sale.holds, stranger, chosen("A-1-1")))
        .isEqualTo(new HoldOutcome.NoSession());
  }

  @Test
  void whoseSessionEndedHoldsNothingMore() {
    restart(Terms.GENEROUS.sessionSeconds(1));
    Holds.Asker asker = sale.inside();

    await()
        .atMost(Duration.ofSeconds(5))
        .until(
            () ->
                Asking.hold(sale.holds, SaleInRedis.again(asker), chosen("A-1-8"))
                        instanceof HoldOutcome.Invalid
                    && Asking.hold(sale.holds, SaleInRedis.again(asker), new Standing("floor", 9))
                        instanceof HoldOutcome.NoSession);
  }

  @Test
  void anothersSessionIsNone() {
    Holds.Asker asker = sale.inside();
    String another = sale.inside().session();

    assertThat(
            Asking.hold(
                sale.holds,
                new Holds.Asker(asker.buyer(), another, "a-key", Set.of()),
                chosen("A-1-1")))
        .isEqualTo(new HoldOutcome.NoSession());
  }

  @Test
  void nobodyHoldsSeatsBeforeTheSaleOpens() {
    Holds.Asker asker = sale.inside();

    sale =
        sale.with(
            Terms.GENEROUS,
            new SaleInRedis.Line("Fifo", null, Lots.NONE, null, Duration.ofMinutes(10)));

    assertThat(Asking.hold(sale.holds, asker, chosen("A-1-1")))
        .isEqualTo(new HoldOutcome.NotOpen());
  }

  @Test
  void unknownBlockedAndRepeatedSeatsAreNamedInTheRefusal() {
    Holds.Asker asker = sale.inside();

    assertThat(Asking.hold(sale.holds, asker, chosen("B-1-1"))).hasToString(invalid("B-1-1"));
    assertThat(Asking.hold(sale.holds, asker, chosen("A-1-8"))).hasToString(invalid("A-1-8"));
    assertThat(Asking.hold(sale.holds, asker, chosen("A-1-1", "A-1-1")))
        .isInstanceOf(HoldOutcome.Invalid.class);
    assertThat(Asking.hold(sale.holds, asker, chosen())).isInstanceOf(HoldOutcome.Invalid.class);
  }

  @Test
  void aHoldIsOnlyItsBuyers() {
    Hold hold = held(sale.inside(), chosen("A-1-1"));

    assertThat(sale.holds.read(hold.id(), SaleInRedis.buyer())).isEqualTo(new HoldView.Unknown());
    assertThat(sale.holds.release(hold.id(), SaleInRedis.buyer())).isEqualTo(Holds.Release.UNKNOWN);
    assertThat(sale.availability.counts().held()).isEqualTo(1);
  }

  @Test
  void aHoldGivenBackFreesItsSeatsAtOnce() {
    Holds.Asker asker = sale.inside();
    Hold hold = held(asker, chosen("A-1-1"));

    sale.holds.release(hold.id(), asker.buyer());

    held(sale.inside(), chosen("A-1-1"));
  }

  @Test
  void standingPlacesAreNeverGivenTwice() throws Exception {
    List<Holds.Asker> askers = IntStream.range(0, 40).mapToObj(i -> sale.inside()).toList();
    List<Callable<HoldOutcome>> holds = new ArrayList<>();
    askers.forEach(
        asker -> holds.add(() -> Asking.hold(sale.holds, asker, new Standing("floor", 2))));

    List<HoldOutcome> outcomes = atOnce(holds);

    List<Integer> units =
        outcomes.stream()
            .filter(Held.class::isInstance)
            .flatMap(outcome -> ((Held) outcome).hold().seats().stream())
            .map(ReservedSeat::index)
            .toList();
    assertThat(units).hasSize(50).doesNotHaveDuplicates();
    assertThat(outcomes).contains(new HoldOutcome.TooFew("floor", 0));
  }

  @Test
  void standingPlacesGivenBackAreSoldAgain() {
    for (int round = 0; round < 40; round++) {
      Holds.Asker asker = sale.inside();
      Hold hold = held(asker, new Standing("floor", 4));
      sale.holds.release(hold.id(), asker.buyer());
    }

    for (int i = 0; i < 25; i++) {
      held(sale.inside(), new Standing("floor", 2));
    }
    assertThat(sale.availability.fresh().standingFree()).containsEntry("floor", 0);
  }

  @Test
  void theBestSeatsAreNextToEachOtherAndNotAcrossTheAisle() {
    Hold hold = held(sale.inside(), new BestAvailable(4, "vip", null));

    assertThat(hold.seats())
        .extracting(ReservedSeat::id)
        .containsExactly("A-1-1", "A-1-2", "A-1-3", "A-1-4");
  }

  @Test
  void theBestSeatsLeaveNoSingleSeatWhereTheyNeedNot() {
    Hold hold = held(sale.inside(), new BestAvailable(3, "vip", null));

    assertThat(hold.seats())
        .extracting(ReservedSeat::id)
        .containsExactly("A-1-5", "A-1-6", "A-1-7");
  }

  @Test
  void everybodyWhoWantsTheBestSeatsAtOnceIsGivenSomeUntilNoneAreLeft() {
    sale.close();
    sale = SaleInRedis.opened(Terms.GENEROUS.withoutGaps(), hall(50, 40));
    List<Holds.Asker> askers = IntStream.range(0, 510).mapToObj(i -> sale.inside()).toList();

    List<CompletableFuture<HoldOutcome>> all =
        askers.stream()
            .map(asker -> sale.holds.start(asker, new BestAvailable(4, null, null)))
            .toList();

    List<List<Integer>> runs =
        all.stream()
            .map(CompletableFuture::join)
            .filter(Held.class::isInstance)
            .map(outcome -> ((Held) outcome).hold().seats())
            .map(seats -> seats.stream().map(ReservedSeat::index).toList())
            .toList();
    assertThat(runs).hasSize(500);
    assertThat(runs)
        .allSatisfy(
            run -> {
              assertThat(run.getLast() - run.getFirst()).isEqualTo(3);
              assertThat(run.getFirst() / 40).isEqualTo(run.getLast() / 40);
            });
    assertThat(runs.stream().flatMap(List::stream)).doesNotHaveDuplicates();
    assertThat(sale.availability.counts().free()).isZero();
  }

  @Test
  void theBestSeatsAreSoughtAgainWhereTheProcessKnewTooLittle() {
    sale.close();
    sale = SaleInRedis.opened(Terms.GENEROUS, hall(100, 4));
    sale.feed.known();
    for (int row = 0; row < 99; row++) {
      sale.reservations.markSold("order-" + row, List.of(4 * row));
    }

    Hold hold = held(sale.inside(), new BestAvailable(4, null, null));

    assertThat(hold.seats().getFirst().id()).isEqualTo("A-99-1");
  }

  @Test
  void aSingleSeatIsLeftWhereNoOtherRunIs() {
    sale.close();
    sale = SaleInRedis.opened(Terms.GENEROUS.withoutGaps(), hall(1, 5));

    held(sale.inside(), new BestAvailable(4, null, null));

    assertThat(sale.availability.counts().free()).isEqualTo(1);
    assertThat(Asking.hold(sale.holds, sale.inside(), new BestAvailable(2, null, null)))
        .isEqualTo(new HoldOutcome.Unavailable(List.of()));
  }

  @Test
  void aSingleSeatIsNotLeftInARowThatWasThoughtToBeFreeWhileAnotherIs() {
    sale.close();
    sale =
        SaleInRedis.opened(
            Terms.GENEROUS.withoutGaps(),
            new SeatMap(List.of(section("A", 1, rows(8, 6)), section("B", 2, rows(1, 6)))));
    Holds.Asker asker = sale.inside();
    sale.feed.known();
    for (int row = 0; row < 8; row++) {
      sale.reservations.markSold("order-" + row, List.of(6 * row));
    }

    Hold hold = held(asker, new BestAvailable(4, null, null));

    assertThat(hold.seats().getFirst().section()).isEqualTo("B");
  }

  @Test
  void whoRepeatsARequestForTheBestSeatsGetsTheSameThoughNoneAreLeft() {
    sale.close();
    sale = SaleInRedis.opened(Terms.GENEROUS, hall(1, 4));
    Holds.Asker asker = sale.inside();
    Hold first = held(asker, new BestAvailable(4, null, null));

    assertThat(held(asker, new BestAvailable(4, null, null))).isEqualTo(first);
  }

  @Test
  void wheelchairPlacesAndCompanionsSeatsGoToWhoNamesThem() {
    sale.close();
    Row row = new Row("1", 6, 1, 1, null, null, List.of(new Row.Accessible(3, 4)), null);
    sale = SaleInRedis.opened(Terms.GENEROUS.withoutGaps(), hall(row));

    assertThat(Asking.hold(sale.holds, sale.inside(), chosen("A-1-4")))
        .isEqualTo(new HoldOutcome.CompanionAlone("A-1-3"));
    assertThat(Asking.hold(sale.holds, sale.inside(), new BestAvailable(3, null, null)))
        .isEqualTo(new HoldOutcome.Unavailable(List.of()));
    held(sale.inside(), chosen("A-1-3", "A-1-4"));
  }

  @Test
  void aCompanionsSeatIsEverybodysOnceItsPlaceIsSold() {
    sale.close();
    Row row = new Row("1", 6, 1, 1, null, null, List.of(new Row.Accessible(3, 4)), null);
    sale = SaleInRedis.opened(Terms.GENEROUS.withoutGaps(), hall(row));
    held(sale.inside(), chosen("A-1-3"));
    assertThat(Asking.hold(sale.holds, sale.inside(), chosen("A-1-4")))
        .isEqualTo(new HoldOutcome.CompanionAlone("A-1-3"));

    sale.reservations.markSold("order-1", List.of(2));

    held(sale.inside(), chosen("A-1-4"));
  }

  private static SeatMap hall(int rows, int seats) {
    return hall(rows(rows, seats));
  }

  private static SeatMap hall(Row... rows) {
    return new SeatMap(List.of(section("A", 1, rows)));
  }

  private static Section section(String name, int rank, Row... rows) {
    return new Section(name, "vip", rank, List.of(rows), null, null);
  }

  private static Row[] rows(int rows, int seats) {
    return IntStream.range(0, rows)
        .mapToObj(row -> new Row("" + row, seats, 1, 1, null, null, null, null))
        .toArray(Row[]::new);
  }

  @Test
  void aRequestInAnEpochThatEndedIsRefusedAndTheNextOneSeesTheNewEpoch() {
    Holds.Asker asker = sale.inside();
    sale.open(2);

    assertThatThrownBy(() -> Asking.hold(sale.holds, SaleInRedis.again(asker), chosen("A-1-2")))
        .isInstanceOf(StaleEpochException.class);
    assertThat(Asking.hold(sale.holds, SaleInRedis.again(asker), chosen("A-1-2")))
        .isEqualTo(new HoldOutcome.NoSession());
  }

  private void restart(Terms terms) {
    sale.close();
    sale = SaleInRedis.opened(terms);
  }

  private Hold held(Holds.Asker asker, HoldRequest request) {
    HoldOutcome outcome = Asking.hold(sale.holds, asker, request);
    assertThat(outcome).isInstanceOf(Held.class);
    return ((Held) outcome).hold();
  }

  private Callable<HoldOutcome> hold(Holds.Asker asker, String... seats) {
    return () -> Asking.hold(sale.holds, asker, chosen(seats));
  }

  private static Chosen chosen(String... seats) {
    return new Chosen(List.of(seats));
  }

  private static String invalid(String seat) {
    return seat.equals("B-1-1")
        ? "Invalid[detail=there is no seat 'B-1-1'; GET /seats lists them]"
        : "Invalid[detail=seat '" + seat + "' is not for sale]";
  }

  private static List<HoldOutcome> atOnce(List<Callable<HoldOutcome>> calls) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<HoldOutcome> outcomes = new ArrayList<>();
      for (Future<HoldOutcome> outcome : threads.invokeAll(calls)) {
        outcomes.add(outcome.get());
      }
      return outcomes;
    }
  }
}
