package dev.onsale.booking.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * How often visitors ask whether it is their turn, by how many are ahead of them. Nobody waits
 * longer than a third of the claim timeout, so that nobody sleeps through their turn.
 */
public final class PollTable {
  private static final List<Step> WISHED =
      List.of(
          new Step(50, 1),
          new Step(500, 2),
          new Step(5_000, 5),
          new Step(50_000, 15),
          new Step(Integer.MAX_VALUE, 30));

  private PollTable() {}

  /**
   * @param ahead the step is for at most so many
   */
  public record Step(int ahead, int seconds) {}

  /** The table for that claim timeout; nearest first. */
  public static List<Step> of(int claimTimeoutSeconds) {
    int longest = Math.max(1, claimTimeoutSeconds / 3);
    List<Step> table = new ArrayList<>();
    for (Step step : WISHED) {
      table.add(new Step(step.ahead(), Math.min(step.seconds(), longest)));
    }
    return table;
  }

  /** Seconds for somebody with so many ahead. */
  public static int seconds(int claimTimeoutSeconds, long ahead) {
    for (Step step : of(claimTimeoutSeconds)) {
      if (ahead <= step.ahead()) {
        return step.seconds();
      }
    }
    return Math.max(1, claimTimeoutSeconds / 3);
  }
}
