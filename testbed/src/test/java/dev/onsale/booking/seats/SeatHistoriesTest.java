package dev.onsale.booking.seats;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random histories of one small house in a real Redis, compared with a model after each step. With
 * {@code -Donsale.long=true} fifty times as many. A history that fails is told with its seed, after
 * every step without which it fails too was left out.
 */
class SeatHistoriesTest {
  private static final int HISTORIES = Boolean.getBoolean("onsale.long") ? 1_500 : 30;
  private static final int STEPS = 60;

  @Test
  void redisIsWhereTheModelIsAfterEveryStepOfEveryHistory() {
    long first = Long.getLong("onsale.seed", System.nanoTime());
    for (long seed = first; seed < first + HISTORIES; seed++) {
      List<RandomHistory.Step> steps = steps(new Random(seed));
      AssertionError failure = failure(steps);
      if (failure != null) {
        List<RandomHistory.Step> few = shrunk(steps);
        AssertionError simplest = failure(few);
        throw new AssertionError(
            "-Donsale.seed=" + seed + " fails in " + few, simplest == null ? failure : simplest);
      }
    }
  }

  private static List<RandomHistory.Step> steps(Random random) {
    List<RandomHistory.Step> steps = new ArrayList<>();
    RandomHistory.What[] whats = RandomHistory.What.values();
    for (int i = 0; i < STEPS; i++) {
      RandomHistory.What what = whats[random.nextInt(whats.length)];
      steps.add(new RandomHistory.Step(what, random.nextInt(1_000), random.nextInt(1_000)));
    }
    return steps;
  }

  private static AssertionError failure(List<RandomHistory.Step> steps) {
    try (RandomHistory history = new RandomHistory()) {
      steps.forEach(history::take);
      return null;
    } catch (AssertionError failure) {
      return failure;
    }
  }

  private static List<RandomHistory.Step> shrunk(List<RandomHistory.Step> failing) {
    List<RandomHistory.Step> few = new ArrayList<>(failing);
    for (int at = few.size() - 1; at >= 0; at--) {
      List<RandomHistory.Step> fewer = new ArrayList<>(few);
      fewer.remove(at);
      if (failure(fewer) != null) {
        few = fewer;
      }
    }
    return few;
  }
}
