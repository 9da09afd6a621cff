package dev.onsale.booking.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Line;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.queue.ClaimOutcome.Inside;
import dev.onsale.booking.seats.HoldOutcome;
import dev.onsale.booking.seats.HoldRequest;
import dev.onsale.booking.seats.Holds;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import dev.onsale.testbed.Steadily;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueTest {
  private SaleInRedis sale = SaleInRedis.opened(Terms.GENEROUS);

  @AfterEach
  void close() {
    sale.close();
  }

  @Test
  void placesAreGivenInOrder() {
    assertThat(IntStream.range(0, 3).mapToObj(i -> sale.join().number()))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void nobodyEntersBeforeTheirTurn() {
    restart(Terms.GENEROUS.maxActive(2));
    List<Place> places = join(3);
    sale.admission.step(1);

    assertThat(claim(places.get(2))).isInstanceOf(ClaimOutcome.NotYourTurn.class);
    assertThat(claim(places.get(1))).isInstanceOf(Inside.class);
  }

  @Test
  void sessionsNeverExceedMaxActiveHoweverManyClaimAtOnce() throws Exception {
    restart(Terms.GENEROUS);
    List<Place> places = join(50);
    sale.admission.step(1);
    restartWith(Terms.GENEROUS.maxActive(10));
    List<Callable<ClaimOutcome>> claims = new ArrayList<>();
    places.forEach(place -> claims.add(() -> claim(place)));

    List<ClaimOutcome> outcomes = atOnce(claims);

    assertThat(outcomes).filteredOn(Inside.class::isInstance).hasSize(10);
    assertThat(outcomes).filteredOn(ClaimOutcome.HouseFull.class::isInstance).hasSize(40);
    assertThat(sale.queue.counts().sessions()).isEqualTo(10);
  }

  @Test
  void aPlaceOpensOneSessionHoweverOftenItIsClaimedAtOnce() throws Exception {
    Place place = sale.join();
    sale.admission.step(1);
    Buyer buyer = SaleInRedis.buyer();
    List<Callable<ClaimOutcome>> claims = new ArrayList<>();
    IntStream.range(0, 32).forEach(i -> claims.add(() -> Asking.claim(sale.queue, place, buyer)));

    List<ClaimOutcome> outcomes = atOnce(claims);

    assertThat(outcomes).allMatch(Inside.class::isInstance);
    assertThat(outcomes).filteredOn(outcome -> !((Inside) outcome).repeated()).hasSize(1);
    assertThat(outcomes.stream().map(outcome -> ((Inside) outcome).session()).distinct())
        .hasSize(1);
  }

  @Test
  void aPlaceIsUsedUpWithItsSession() {
    Place place = sale.join();
    sale.admission.step(1);
    Buyer buyer = SaleInRedis.buyer();
    Inside inside = (Inside) Asking.claim(sale.queue, place, buyer);

    sale.queue.leave(inside.session().text(), buyer);

    assertThat(Asking.claim(sale.queue, place, buyer)).isEqualTo(new ClaimOutcome.AlreadyUsed());
  }

  @Test
  void aSessionEndsAtItsTimeAndMakesRoomWithoutAnybodyLeaving() {
    restart(Terms.GENEROUS.maxActive(1).sessionSeconds(1));
    Place first = sale.join();
    sale.admission.step(1);
    Buyer buyer = SaleInRedis.buyer();
    Asking.claim(sale.queue, first, buyer);
    Place second = sale.join();

    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              sale.admission.step(1);
              return claim(second) instanceof Inside;
            });
    assertThat(Asking.claim(sale.queue, first, buyer)).isEqualTo(new ClaimOutcome.AlreadyUsed());
  }

  @Test
  void aBuyerWithTwoPlacesHasOneSession() {
    List<Place> places = join(2);
    sale.admission.step(1);
    Buyer buyer = SaleInRedis.buyer();

    Inside one = (Inside) Asking.claim(sale.queue, places.get(0), buyer);
    Inside other = (Inside) Asking.claim(sale.queue, places.get(1), buyer);

    assertThat(other.session()).isEqualTo(one.session());
    assertThat(sale.queue.counts().sessions()).isEqualTo(1);
  }

  @Test
  void leavingGivesSlotAndHoldsBackAtOnce() {
    restart(Terms.GENEROUS.maxActive(1));
    Holds.Asker asker = sale.inside();
    Asking.hold(sale.holds, asker, new HoldRequest.Chosen(List.of("A-1-1")));

    sale.queue.leave(asker.session(), asker.buyer());

    assertThat(Asking.hold(sale.holds, sale.inside(), new HoldRequest.Chosen(List.of("A-1-1"))))
        .isInstanceOf(HoldOutcome.Held.class);
  }

  @Test
  void claimsStayWithinTheRate() throws Exception {
    restart(Terms.GENEROUS);
    List<Place> places = join(56);
    sale.admission.step(1);
    restartWith(Terms.GENEROUS.perMinute(600));
    List<Callable<ClaimOutcome>> claims = new ArrayList<>();
    places.forEach(place -> claims.add(() -> claim(place)));

    long began = System.nanoTime();
    List<ClaimOutcome> outcomes = atOnce(claims);
    int seconds = (int) Duration.ofNanos(System.nanoTime() - began).toSeconds() + 1;

    assertThat(outcomes).filteredOn(Inside.class::isInstance).hasSizeBetween(10, 10 + 10 * seconds);
  }

  @Test
  void placesThatNobodyClaimsDoNotStopTheSale() {
    restart(Terms.GENEROUS.maxActive(5).claimSeconds(1));
    List<Place> places = join(40);

    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              sale.admission.step(1);
              return claim(places.getLast()) instanceof Inside;
            });

    assertThat(claim(places.getFirst())).isEqualTo(new ClaimOutcome.TurnPassed());
  }

  @Test
  void aTurnDoesNotPassWhileTheHouseIsFull() {
    restart(Terms.GENEROUS.maxActive(2).claimSeconds(1));
    List<Place> places = join(2);
    sale.admission.step(1);
    claim(places.get(0));
    restartWith(Terms.GENEROUS.maxActive(1).claimSeconds(1));

    Steadily.holds(
        Duration.ofMillis(2_500),
        () -> {
          sale.admission.step(1);
          assertThat(claim(places.get(1))).isInstanceOf(ClaimOutcome.HouseFull.class);
        });
  }

  @Test
  void aTurnDoesNotPassWhileTheSaleIsPaused() {
    restart(Terms.GENEROUS.claimSeconds(1));
    Place place = sale.join();
    sale.admission.step(1);
    restartWith(Terms.GENEROUS.claimSeconds(1).paused(true));

    Steadily.holds(
        Duration.ofMillis(2_500),
        () -> {
          sale.admission.step(1);
          assertThat(claim(place)).isInstanceOf(ClaimOutcome.HouseFull.class);
        });
  }

  @Test
  void nobodyIsReleasedWhileTheSaleIsPaused() {
    restart(Terms.GENEROUS.paused(true));
    join(3);

    assertThat(sale.admission.step(1).released()).isZero();
  }

  @Test
  void aFormerLeaderReleasesNothing() {
    join(3);
    sale.admission.step(2);

    assertThatThrownBy(() -> sale.admission.step(1)).hasMessageContaining("term 1 ended");
  }

  @Test
  void noMorePlacesAreReleasedThanSeatsJustify() {
    sale.close();
    sale =
        new SaleInRedis(Terms.GENEROUS)
            .open(
                1,
                new dev.onsale.booking.seats.OwnedSeats.Owned(
                    "o", IntStream.range(0, 55).filter(i -> i != 7).boxed().toList(), true));
    join(40);

    assertThat(sale.admission.step(1).released()).isEqualTo(3);
  }

  @Test
  void theHighestNumberOfSessionsIsRemembered() {
    List<Holds.Asker> inside = IntStream.range(0, 3).mapToObj(i -> sale.inside()).toList();
    inside.forEach(asker -> sale.queue.leave(asker.session(), asker.buyer()));

    assertThat(sale.queue.counts()).isEqualTo(new QueueCounts(0, 0, 3));
  }

  @Test
  void aProcessWhoseClockIsTenMinutesAheadGivesNobodyAPlaceBeforeTheOthersDo() {
    sale.close();
    // The waiting room opens ten minutes before the sale does.
    Duration opens = Duration.ofMinutes(19);
    sale = new SaleInRedis(Terms.GENEROUS, new Line("Fifo", null, Lots.NONE, null, opens)).open(1);

    assertThat(Asking.join(atClock(Duration.ofMinutes(10)), Identity.of(SaleInRedis.buyer())))
        .isInstanceOf(JoinOutcome.NotOpenYet.class);
    assertThat(sale.queue.counts().waiting()).isZero();
  }

  @Test
  void aProcessWhoseClockIsTenMinutesAheadLetsNobodyInBeforeTheOpening() {
    sale.close();
    Duration opens = Duration.ofMinutes(5);
    sale = new SaleInRedis(Terms.GENEROUS, new Line("Fifo", null, Lots.NONE, null, opens)).open(1);
    Place place = sale.join();
    sale.admission.step(1);

    assertThat(Asking.claim(atClock(Duration.ofMinutes(10)), place, SaleInRedis.buyer()))
        .isInstanceOf(ClaimOutcome.NotYourTurn.class);
    assertThat(sale.queue.counts().sessions()).isZero();
  }

  @Test
  void aProcessWhoseClockIsTenMinutesBehindLetsThoseInWhoseTurnItIs() {
    Place place = sale.join();
    sale.admission.step(1);
    Buyer buyer = SaleInRedis.buyer();

    Inside inside = (Inside) Asking.claim(atClock(Duration.ofMinutes(-10)), place, buyer);

    assertThat(Asking.claim(sale.queue, place, buyer))
        .isEqualTo(new Inside(inside.session(), inside.expiresAt(), true));
  }

  /** Another process of the sale, whose clock is wrong by that. */
  private Queue atClock(Duration ahead) {
    Clock clock = Clock.offset(Clock.systemUTC(), ahead);
    SalePhase phase = new SalePhase(sale.live, clock);
    return new Queue(sale.redis, sale.live, phase, sale.house, clock, sale.lanes, Lots.NONE);
  }

  private List<Place> join(int places) {
    return IntStream.range(0, places).mapToObj(i -> sale.join()).toList();
  }

  private ClaimOutcome claim(Place place) {
    return Asking.claim(sale.queue, place, SaleInRedis.buyer());
  }

  private void restart(Terms terms) {
    sale.close();
    sale = SaleInRedis.opened(terms);
  }

  /** The same sale under other terms. */
  private void restartWith(Terms terms) {
    sale = sale.under(terms);
  }

  private static List<ClaimOutcome> atOnce(List<Callable<ClaimOutcome>> calls) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<ClaimOutcome> outcomes = new ArrayList<>();
      for (Future<ClaimOutcome> outcome : threads.invokeAll(calls)) {
        outcomes.add(outcome.get());
      }
      return outcomes;
    }
  }
}
