package dev.onsale.booking.queue;

import dev.onsale.runtime.RuntimeLive;
import java.util.ArrayList;
import java.util.List;

/**
 * How often visitors ask whether it is their turn, by how many are ahead of them. Nobody waits
 * longer than a third of the claim timeout, so that nobody sleeps through their turn; and nobody is
 * served sooner than they were told to ask again, which the admission keeps ({@link #promises}).
 * Two seconds and less are no promise: who is so near asks all the time.
 */
public final class PollTable {
  /** So many times as many people as there are called at once are behind who asks so often. */
  private static final List<Wish> WISHED =
      List.of(
          new Wish(50, 0, 1), new Wish(100, 3, 2), new Wish(500, 6, 5), new Wish(5_000, 10, 15));

  private static final int FAR = 30;
  private static final int NEAR = 2;

  /** A status may be so much older than the moment it is read: a second here, one at a CDN. */
  private static final int AGE = 2;

  private PollTable() {}

  /**
   * @param ahead the step is for at most so many
   */
  public record Step(int ahead, int seconds) {}

  private record Wish(int atLeast, int times, int seconds) {}

  /** The table, nearest first. */
  public static List<Step> of(RuntimeLive.Admission admission, Tempo tempo) {
    int longest = Math.max(1, admission.claimTimeoutSeconds() * tempo.speed() / 3);
    // An empty house, and a tenth of it at its door.
    long atOnce = admission.maxActive() * 11L / 10 + 1;
    List<Step> table = new ArrayList<>();
    for (Wish wish : WISHED) {
      int ahead = (int) Math.max(wish.atLeast(), wish.times() * atOnce);
      table.add(new Step(ahead, Math.min(wish.seconds(), longest)));
    }
    table.add(new Step(Integer.MAX_VALUE, Math.min(FAR, longest)));
    return table;
  }

  /** Seconds for somebody with so many ahead. */
  public static int seconds(List<Step> table, long ahead) {
    return table.stream()
        .filter(step -> ahead <= step.ahead())
        .findFirst()
        .orElseGet(table::getLast)
        .seconds();
  }

  /**
   * What the table promises, as {@code past.lua} reads it: within so many milliseconds at most so
   * many people are called, so that whoever has more ahead of them may sleep so long.
   */
  static String promises(List<Step> table, Tempo tempo) {
    StringBuilder promises = new StringBuilder();
    for (int i = 1; i < table.size(); i++) {
      Step nearer = table.get(i - 1);
      int seconds = table.get(i).seconds();
      if (seconds > NEAR && seconds > nearer.seconds()) {
        promises
            .append(promises.isEmpty() ? "" : ",")
            .append(tempo.second().multipliedBy(seconds + AGE).toMillis())
            .append(':')
            .append(nearer.ahead());
      }
    }
    return promises.toString();
  }
}
