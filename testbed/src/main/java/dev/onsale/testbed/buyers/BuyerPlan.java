package dev.onsale.testbed.buyers;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What one buyer intends, fixed before the sale: the same seed and number give the same plan.
 *
 * @param number 0 based, unique in the crowd
 * @param arrival when the buyer joins, relative to the opening; negative is before it
 * @param tickets wanted, between 1 and the cap; fewer are taken where fewer are left
 * @param impatient tries to claim once, long before its turn
 * @param saysGoodbye tells the runtime when leaving, instead of vanishing
 * @param seed of the buyer's own choices during the sale
 */
public record BuyerPlan(
    int number,
    Duration arrival,
    int tickets,
    Temperament temperament,
    boolean impatient,
    boolean saysGoodbye,
    long seed) {

  /** The plan of buyer {@code number} of the crowd with this seed. */
  public static BuyerPlan of(long seed, int number, int maxTickets, CrowdProfile profile) {
    var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    return new BuyerPlan(
        number,
        arrival(random, profile),
        tickets(random, maxTickets),
        temperament(random.nextDouble(), profile),
        random.nextDouble() < profile.impatient(),
        random.nextBoolean(),
        random.nextLong());
  }

  private static Duration arrival(SplittableRandom random, CrowdProfile profile) {
    double when = random.nextDouble();
    double within = random.nextDouble();
    if (when < profile.early()) {
      return part(profile.earlyWithin(), within).negated();
    }
    return when < profile.early() + profile.late()
        ? part(profile.lateWithin(), within)
        : part(profile.strokeWithin(), within);
  }

  private static Duration part(Duration whole, double share) {
    return Duration.ofMillis((long) (whole.toMillis() * share));
  }

  /** Pairs are what people buy most; the rest spreads over what the cap allows. */
  private static int tickets(SplittableRandom random, int maxTickets) {
    return random.nextInt(2) == 0 ? Math.min(2, maxTickets) : 1 + random.nextInt(maxTickets);
  }

  private static Temperament temperament(double draw, CrowdProfile profile) {
    double upTo = profile.noShow();
    if (draw < upTo) {
      return Temperament.NO_SHOW;
    }
    if (draw < (upTo += profile.leavesHolding())) {
      return Temperament.LEAVES_HOLDING;
    }
    if (draw < (upTo += profile.neverPays())) {
      return Temperament.NEVER_PAYS;
    }
    if (draw < (upTo += profile.secondCard())) {
      return Temperament.SECOND_CARD;
    }
    return draw < upTo + profile.givesUpDeclined()
        ? Temperament.GIVES_UP_DECLINED
        : Temperament.STEADY;
  }
}
