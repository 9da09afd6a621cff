package dev.onsale.testbed.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rounds of ours and a reference, one after the other and with the order changing, so that whatever
 * else the machine does in a while strikes both.
 */
public final class Interleaved {

  /** One side of the comparison. */
  @FunctionalInterface
  public interface Side {

    /** Does the work once and returns what it took, in the benchmark's unit. */
    double measure(Round round) throws Exception;
  }

  /**
   * @param number from 1 within its kind
   * @param warmUp whether its figures are thrown away
   */
  public record Round(int number, boolean warmUp) {}

  /** What every measured round took, in order. */
  public record Samples(List<Double> ours, List<Double> reference) {

    public Samples {
      ours = List.copyOf(ours);
      reference = List.copyOf(reference);
    }

    /** Median of ours by the reference's. */
    public double ratio() {
      return Spread.of(ours).median() / Spread.of(reference).median();
    }

    /**
     * Median of what each round of ours was by its neighbour of the reference: finer, because what
     * lasts longer than a round strikes both of it.
     */
    public double ratioOfNeighbours() {
      return Spread.of(
              IntStream.range(0, ours.size())
                  .mapToObj(round -> ours.get(round) / reference.get(round))
                  .toList())
          .median();
    }
  }

  private Interleaved() {}

  /**
   * @param warmUps rounds whose figures are thrown away, at least 0
   * @param rounds at least 1
   */
  public static Samples run(int warmUps, int rounds, Side ours, Side reference) throws Exception {
    if (warmUps < 0 || rounds < 1) {
      throw new IllegalArgumentException("%d warm-ups, %d rounds".formatted(warmUps, rounds));
    }
    for (int number = 1; number <= warmUps; number++) {
      Round round = new Round(number, true);
      ours.measure(round);
      reference.measure(round);
    }
    List<Double> oursTook = new ArrayList<>();
    List<Double> referenceTook = new ArrayList<>();
    for (int number = 1; number <= rounds; number++) {
      Round round = new Round(number, false);
      if (number % 2 == 1) {
        oursTook.add(ours.measure(round));
        referenceTook.add(reference.measure(round));
      } else {
        referenceTook.add(reference.measure(round));
        oursTook.add(ours.measure(round));
      }
    }
    return new Samples(oursTook, referenceTook);
  }
}
