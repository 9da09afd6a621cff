package dev.onsale.testbed.bench.runtime;

import dev.onsale.testbed.bench.Benchmark;
import dev.onsale.testbed.bench.Interleaved;
import dev.onsale.testbed.bench.Row;
import dev.onsale.testbed.bench.Spread;
import dev.onsale.testbed.demo.Steps;
import java.time.Duration;
import java.util.List;

/** Seats held, against the same script called raw; and whether a full or a best seat costs more. */
public final class HoldBenchmark implements Benchmark {
  private static final double LEAST = 0.3;
  private static final double MAY_DIFFER = 0.1;
  private static final double LEAST_BEST = 0.5;

  /** Of the few pairs that a hall has that is nearly sold. */
  private static final int SHORT_LAPS = 2;

  /** So that its process has seen as many holds as the other, and is compiled as well. */
  private static final int LAPS_TO_WARM_UP = 50;

  /** What may differ by little is compared in more and shorter rounds than the rest. */
  private static final int TIMES_THE_ROUNDS = 4;

  private static final int BUYERS = 12_500;

  /** Best available leaves room: what it costs to find the last seats of a hall is no rate. */
  private static final int HALF_OF_THE_FOURS = 6_250;

  @Override
  public String name() {
    return "hold";
  }

  @Override
  public String description() {
    return "two-seat holds a second, against the same script through pipelined Lettuce; in a full hall; best available";
  }

  @Override
  public Row run(Options options, Steps steps) throws Exception {
    List<Integer> few = Hall.NEARLY_SOLD.groups(2);
    try (EventOnSale empty = steps.call("An event on sale", () -> EventOnSale.start(Hall.EMPTY));
        EventOnSale sold =
            steps.call("One that is 95 % sold", () -> EventOnSale.start(Hall.NEARLY_SOLD));
        Holders holders = steps.call("Buyers", () -> new Holders(empty, BUYERS));
        Holders late = steps.call("Late buyers", () -> new Holders(sold, few.size()))) {
      Comparison comparison = new Comparison(options, steps);
      List<Integer> pairs = Hall.EMPTY.groups(2);
      Row row =
          comparison.run(
              name(),
              holders.named(pairs, 2, 1),
              holders.raw(pairs),
              "the same script with the same arguments through pipelined Lettuce",
              LEAST);
      row.figures().put("Redis memory per held seat, bytes", memory(holders, pairs));
      row = full(row, options, steps, holders.named(few, 2, SHORT_LAPS), late, few);
      List<Integer> fours = Hall.EMPTY.groups(4).subList(0, HALF_OF_THE_FOURS);
      return best(
          row,
          options,
          steps,
          holders.best(fours, 4, 1),
          holders.named(fours, 4, 1),
          comparison.time());
    }
  }

  private static double memory(Holders holders, List<Integer> pairs) throws Exception {
    Laps lap = holders.named(pairs, 2, 1);
    lap.restore().run();
    long before = holders.redisBytes();
    Measured all = lap.lap().call().most(Duration.ofMinutes(1));
    return Row.rounded((double) (holders.redisBytes() - before) / (2 * all.answered()));
  }

  private static Row full(
      Row row, Options options, Steps steps, Laps empty, Holders late, List<Integer> few)
      throws Exception {
    Laps sold = late.named(few, 2, SHORT_LAPS);
    perSecond(steps, "95 % sold, warm-up", late.named(few, 2, LAPS_TO_WARM_UP), Duration.ZERO);
    Interleaved.Samples samples =
        Interleaved.run(
            2,
            TIMES_THE_ROUNDS * options.rounds(),
            round -> perSecond(steps, "95 % sold", sold, Duration.ZERO),
            round -> perSecond(steps, "nothing sold", empty, Duration.ZERO));
    double ratio = samples.ratioOfNeighbours();
    row.figures().put("95 % sold by nothing sold", Row.rounded(ratio));
    return Math.abs(ratio - 1) <= MAY_DIFFER
        ? row
        : row.missing("a hall that is 95 % sold makes a difference of more than 10 %");
  }

  private static Row best(
      Row row, Options options, Steps steps, Laps best, Laps named, Duration time)
      throws Exception {
    Interleaved.Samples samples =
        Interleaved.run(
            1,
            options.rounds(),
            round -> perSecond(steps, "best available of 4", best, time),
            round -> perSecond(steps, "4 seats by name", named, time));
    row.figures().put("best available of 4 by 4 seats named", Row.rounded(samples.ratio()));
    row.figures()
        .put("best available of 4, a second", Row.rounded(Spread.of(samples.ours()).median()));
    return samples.ratio() >= LEAST_BEST
        ? row
        : row.missing("best available makes less than " + LEAST_BEST + " of seats named");
  }

  private static double perSecond(Steps steps, String what, Laps laps, Duration time)
      throws Exception {
    Measured measured = steps.call(what, () -> laps.most(time));
    if (measured.wrong() > 0) {
      throw new IllegalStateException(
          "%s: %d answers were wrong".formatted(what, measured.wrong()));
    }
    return measured.perSecond();
  }
}
