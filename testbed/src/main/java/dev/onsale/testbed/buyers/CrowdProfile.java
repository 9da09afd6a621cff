package dev.onsale.testbed.buyers;

import java.time.Duration;

/**
 * How a crowd is made up. Shares are fractions of all buyers, between 0 and 1; those of the
 * temperaments add up to at most 1, the rest is steady.
 *
 * @param early share that joins before the opening
 * @param late share that joins after the stroke, spread over {@code lateWithin}
 * @param earlyWithin the early ones join this long before the opening at most
 * @param strokeWithin the crowd at the stroke joins within this time
 * @param impatient share that once tries to claim long before its turn
 * @param shortestThought bounds of a pause between two steps
 */
public record CrowdProfile(
    double early,
    double late,
    Duration earlyWithin,
    Duration strokeWithin,
    Duration lateWithin,
    double impatient,
    double noShow,
    double leavesHolding,
    double neverPays,
    double secondCard,
    double givesUpDeclined,
    Duration shortestThought,
    Duration longestThought) {

  public CrowdProfile {
    double special = noShow + leavesHolding + neverPays + secondCard + givesUpDeclined;
    if (special > 1 || early + late > 1) {
      throw new IllegalArgumentException(
          "shares of a crowd add up to more than 1: temperaments %.2f, arrivals %.2f"
              .formatted(special, early + late));
    }
  }

  /** A lively crowd whose whole sale fits in about a minute. */
  public static CrowdProfile lively() {
    return new CrowdProfile(
        0.35,
        0.10,
        Duration.ofSeconds(8),
        Duration.ofSeconds(2),
        Duration.ofSeconds(15),
        0.05,
        0.10,
        0.05,
        0.04,
        0.08,
        0.03,
        Duration.ofMillis(400),
        Duration.ofMillis(2500));
  }
}
