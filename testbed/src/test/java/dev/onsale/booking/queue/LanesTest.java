package dev.onsale.booking.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Line;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.queue.ClaimOutcome.Inside;
import dev.onsale.booking.queue.QueueCheckpoint.Door;
import dev.onsale.booking.tokens.PlaceTokens.Place;
import dev.onsale.runtime.RuntimeBoot.QueueRules;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Memberships that enter earlier. */
class LanesTest {
  private static final QueueRules RULES =
      new QueueRules(
          List.of(new QueueRules.Priority("gold", 7_200), new QueueRules.Priority("fan", 3_600)),
          null);
  private static final Terms ONE_AT_A_TIME = Terms.GENEROUS.maxActive(1);

  private SaleInRedis sale = opened(ONE_AT_A_TIME, Duration.ofSeconds(-60));

  @AfterEach
  void close() {
    sale.close();
  }

  @Test
  void everyLaneCountsItsOwnPlaces() {
    assertThat(joined("gold")).extracting(Place::lane, Place::number).containsExactly(0, 1L);
    assertThat(joined("fan")).extracting(Place::lane, Place::number).containsExactly(1, 1L);
    assertThat(joined()).extracting(Place::lane, Place::number).containsExactly(2, 1L);
    assertThat(joined("gold")).extracting(Place::lane, Place::number).containsExactly(0, 2L);
  }

  @Test
  void whoIsOfTwoStandsInTheFirst() {
    assertThat(joined("fan", "gold").lane()).isZero();
  }

  @Test
  void lanesAreServedInTheirOrderWhoeverCameFirst() {
    Place everybody = joined();
    Place fan = joined("fan");
    Place gold = joined("gold");
    sale.admission.step(1);

    assertThat(claim(everybody)).isInstanceOf(ClaimOutcome.NotYourTurn.class);
    assertThat(claim(fan)).isInstanceOf(ClaimOutcome.NotYourTurn.class);
    assertThat(claim(gold)).isInstanceOf(Inside.class);
  }

  @Test
  void aStepServesTheNextLaneOnceTheFirstIsEmpty() {
    sale.close();
    sale = opened(Terms.GENEROUS.maxActive(2), Duration.ofSeconds(-60));
    Place everybody = joined();
    Place gold = joined("gold");
    sale.admission.step(1);

    assertThat(claim(everybody)).isInstanceOf(Inside.class);
    assertThat(claim(gold)).isInstanceOf(Inside.class);
  }

  @Test
  void aMembershipEntersSoMuchEarlierAndNobodyElse() {
    sale.close();
    sale = opened(Terms.GENEROUS, Duration.ofSeconds(5_400));
    Place gold = joined("gold");
    Place fan = joined("fan");
    Place everybody = joined();
    sale.admission.step(1);

    assertThat(claim(gold)).isInstanceOf(Inside.class);
    assertThat(claim(fan)).isInstanceOf(ClaimOutcome.NotYourTurn.class);
    assertThat(claim(everybody)).isInstanceOf(ClaimOutcome.NotYourTurn.class);
  }

  @Test
  void aPlaceOfOneLaneIsNotUsedUpByTheSameNumberOfAnother() {
    sale.close();
    sale = opened(Terms.GENEROUS, Duration.ofSeconds(-60));
    Place gold = joined("gold");
    Place everybody = joined();
    sale.admission.step(1);

    assertThat(claim(gold)).isInstanceOf(Inside.class);
    assertThat(claim(everybody))
        .isInstanceOfSatisfying(Inside.class, inside -> assertThat(inside.repeated()).isFalse());
  }

  @Test
  void aPlaceOfALaneThatTheEventDoesNotHaveIsWorthNothing() {
    Place gold = joined("gold");

    assertThat(claim(new Place(gold.epoch(), 7, 1, gold.expiresAt())))
        .isInstanceOf(ClaimOutcome.TurnPassed.class);
  }

  @Test
  void aNewEpochKeepsWhereEveryLaneStood() {
    sale.close();
    sale = opened(Terms.GENEROUS, Duration.ofSeconds(-60));
    joined("gold");
    joined();
    sale.admission.step(1);
    joined("fan");
    QueueCheckpoint before = QueueCheckpoint.take(sale.redis, sale.lanes);

    sale.redis.suspend();
    sale.reopen(2, QueueCheckpoint.of(before.text()), Duration.ZERO);

    QueueCheckpoint after = QueueCheckpoint.take(sale.redis, sale.lanes);
    assertThat(after.lanes()).extracting(Door::cutoff).containsExactly(1L, 0L, 1L);
    assertThat(joined("gold").number()).isGreaterThan(before.lanes().get(0).ceiling());
    assertThat(joined("fan").number()).isGreaterThan(before.lanes().get(1).ceiling());
  }

  private Place joined(String... memberships) {
    return sale.join(new Identity(SaleInRedis.buyer(), Set.of(), Set.of(memberships)));
  }

  private ClaimOutcome claim(Place place) {
    return Asking.claim(sale.queue, place, SaleInRedis.buyer());
  }

  private static SaleInRedis opened(Terms terms, Duration opens) {
    return new SaleInRedis(terms, new Line("Fifo", RULES, Lots.NONE, null, opens)).open(1);
  }
}
