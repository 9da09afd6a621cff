package dev.onsale.booking.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.queue.ClaimOutcome.HouseFull;
import dev.onsale.booking.queue.ClaimOutcome.Inside;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many are called, and when a turn passes. */
class AdmissionLawTest {
  private SaleInRedis sale = SaleInRedis.opened(Terms.GENEROUS.maxActive(100));

  @AfterEach
  void close() {
    sale.close();
  }

  @Test
  void anEmptyHouseIsFilledAtOnce() {
    restart(Terms.GENEROUS.maxActive(40));
    join(400);

    assertThat(sale.admission.step(1).released()).isBetween(40, 44);
  }

  @Test
  void aSlowRateCallsNoMoreThanItLetsInSoon() {
    restart(Terms.GENEROUS.maxActive(40).perMinute(30));
    join(400);

    // a token, what eight seconds bring, and one at the door
    assertThat(sale.admission.step(1).released()).isBetween(3, 6);
  }

  @Test
  void whoeverWasCalledLatelyIsExpectedSoNobodyElseIsCalledForTheirSlots() {
    join(400);
    sale.admission.step(1);

    assertThat(sale.admission.step(1).released()).isLessThanOrEqualTo(2);
  }

  @Test
  void whileMoreThanATenthOfAHouseWaitsAtTheDoorNobodyIsCalled() {
    restart(Terms.GENEROUS.maxActive(40));
    List<Place> places = join(400);
    sale.admission.step(1);
    sale = sale.under(Terms.GENEROUS.maxActive(32));

    assertThat(places.subList(0, 40).stream().filter(one -> claim(one) instanceof HouseFull))
        .hasSize(8);
    sale = sale.under(Terms.GENEROUS.maxActive(36));
    Admission.Step step = sale.admission.step(1);

    assertThat(step.door()).isEqualTo(8);
    assertThat(step.released()).isZero();
  }

  @Test
  void placesThatNobodyClaimsAreWalkedOverWithoutAWaitForTheirTimeouts() {
    restart(Terms.GENEROUS.maxActive(20).claimSeconds(1));
    List<Place> places = join(300);

    // one claim timeout a house would take a quarter of a minute
    await()
        .atMost(Duration.ofSeconds(12))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              sale.admission.step(1);
              return claim(places.getLast()) instanceof Inside;
            });
  }

  @Test
  void whoCameInTimeIsNeverRefusedForGood() {
    List<Place> places = called(2);
    sale = sale.under(Terms.GENEROUS.maxActive(1).claimSeconds(1));
    claim(places.get(0));
    Buyer inTime = SaleInRedis.buyer();
    assertThat(Asking.claim(sale.queue, places.get(1), inTime)).isInstanceOf(HouseFull.class);

    sale = sale.under(Terms.GENEROUS.claimSeconds(1));
    awaitPassed(2);

    assertThat(Asking.claim(sale.queue, places.get(1), inTime)).isInstanceOf(Inside.class);
  }

  @Test
  void whoDidNotComeInTimeLosesTheirTurn() {
    List<Place> places = called(2);
    sale = sale.under(Terms.GENEROUS.claimSeconds(1));

    awaitPassed(2);

    assertThat(claim(places.get(1))).isEqualTo(new ClaimOutcome.TurnPassed());
  }

  @Test
  void aTurnPassesWhileOthersComeInThoughTheHouseIsFullAtEveryLook() {
    List<Place> places = called(2);
    sale = sale.under(Terms.GENEROUS.maxActive(1).claimSeconds(1));
    Buyer first = SaleInRedis.buyer();
    Asking.claim(sale.queue, places.get(0), first);

    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              sale.queue.leave(session(Asking.claim(sale.queue, places.get(0), first)), first);
              Buyer next = SaleInRedis.buyer();
              Asking.claim(sale.queue, sale.join(), next);
              sale.admission.step(1);
              return passed() >= 2;
            });
  }

  @Test
  void nobodyIsCalledSoonerThanThePollTableSaid() {
    List<Place> places = join(1_500);
    int called = 0;
    for (int i = 0; i < 40; i++) {
      int more = sale.admission.step(1).released();
      for (Place place : places.subList(called, called + more)) {
        Buyer buyer = SaleInRedis.buyer();
        sale.queue.leave(session(Asking.claim(sale.queue, place, buyer)), buyer);
      }
      called += more;
    }

    // whoever has more ahead was told to sleep five seconds
    assertThat(called)
        .isEqualTo(PollTable.of(sale.live.get().admission(), Tempo.REAL).get(1).ahead());
  }

  @Test
  void seatsThatAreLeftJustifyNoMoreVisitorsThanCanStillGetOne() {
    sale.close();
    sale =
        new SaleInRedis(Terms.GENEROUS)
            .open(
                1,
                new dev.onsale.booking.seats.OwnedSeats.Owned(
                    "o", IntStream.range(0, 57).filter(i -> i != 7).boxed().toList(), true));
    join(40);

    assertThat(sale.admission.step(1).released()).isEqualTo(1);
  }

  @Test
  void atSellOutNobodyIsCalled() {
    sale.close();
    sale =
        new SaleInRedis(Terms.GENEROUS)
            .open(
                1,
                new dev.onsale.booking.seats.OwnedSeats.Owned(
                    "o", IntStream.range(0, 58).filter(i -> i != 7).boxed().toList(), true));
    join(40);

    assertThat(sale.admission.step(1).released()).isZero();
  }

  private void restart(Terms terms) {
    sale.close();
    sale = SaleInRedis.opened(terms);
  }

  private List<Place> join(int places) {
    return IntStream.range(0, places).mapToObj(i -> sale.join()).toList();
  }

  private List<Place> called(int places) {
    restart(Terms.GENEROUS.claimSeconds(1));
    List<Place> joined = join(places);
    sale.admission.step(1);
    return joined;
  }

  private ClaimOutcome claim(Place place) {
    return Asking.claim(sale.queue, place, SaleInRedis.buyer());
  }

  private static String session(ClaimOutcome outcome) {
    return outcome instanceof Inside inside ? inside.session().text() : "";
  }

  private long passed() {
    return QueueState.read(sale.redis, sale.lanes).lanes().getFirst().passed();
  }

  private void awaitPassed(long place) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              sale.admission.step(1);
              return passed() >= place;
            });
  }
}
