package dev.onsale.operator.event.rollout;

import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A roll that waits for the end of the freeze.
 *
 * @param hash of what would be rolled to; the value of {@code onsale.dev/allow-roll} that permits
 *     it
 * @param changes what would change, for people
 * @param until when the freeze ends
 */
public record DeferredRoll(String hash, String changes, Instant until) {

  /** What condition {@code RolloutDeferred} says of it. */
  public Verdict verdict(String event) {
    return Verdict.yes(
        Reason.Frozen,
        "Waits until %s: %s. To roll now: kubectl annotate ticketevent %s %s=%s --overwrite"
            .formatted(
                until.truncatedTo(ChronoUnit.SECONDS),
                changes,
                event,
                EventLabels.ALLOW_ROLL,
                hash));
  }
}
