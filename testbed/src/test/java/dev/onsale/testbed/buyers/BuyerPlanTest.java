package dev.onsale.testbed.buyers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BuyerPlanTest {
  private static final CrowdProfile PROFILE = CrowdProfile.lively();

  @Test
  void theSameSeedGivesTheSameCrowd() {
    assertThat(crowd(7)).isEqualTo(crowd(7)).isNotEqualTo(crowd(8));
  }

  @Test
  void everybodyWantsBetweenOneTicketAndTheCap() {
    assertThat(crowd(1))
        .extracting(BuyerPlan::tickets)
        .allSatisfy(tickets -> assertThat(tickets).isBetween(1, 4))
        .contains(1, 2, 3, 4);
  }

  @Test
  void everyTemperamentIsThere() {
    assertThat(crowd(1)).extracting(BuyerPlan::temperament).contains(Temperament.values());
  }

  @Test
  void aThirdComesBeforeTheOpening() {
    long early = crowd(1).stream().filter(plan -> plan.arrival().isNegative()).count();
    assertThat(early).isBetween(600L, 800L);
  }

  private static List<BuyerPlan> crowd(long seed) {
    return IntStream.range(0, 2000).mapToObj(n -> BuyerPlan.of(seed, n, 4, PROFILE)).toList();
  }
}
