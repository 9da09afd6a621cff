package dev.onsale.testbed.bench.runtime;

import dev.onsale.testbed.bench.Benchmark;
import dev.onsale.testbed.bench.Interleaved;
import dev.onsale.testbed.bench.Interleaved.Round;
import dev.onsale.testbed.bench.Interleaved.Samples;
import dev.onsale.testbed.bench.Row;
import dev.onsale.testbed.bench.Spread;
import dev.onsale.testbed.demo.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ours and a reference under the same load: first as much as each can take, then four fifths of
 * that at an even pace, where the time of an answer is counted from when its request was due.
 */
final class Comparison {

  /** Of rounds; until the compilers of both have seen enough. */
  private static final int WARM_UP_FACTOR = 5;

  private static final double PACE = 0.8;
  private static final double MOST_P99_RATIO = 3;
  private static final Duration TIME = Duration.ofSeconds(3);

  /** One side. */
  interface Side {
    /** As much as it can take. */
    Measured most(Duration time) throws Exception;

    /** So much. */
    Measured paced(double perSecond, Duration time) throws Exception;
  }

  private final Benchmark.Options options;
  private final Steps steps;
  private final Duration time;
  private final List<String> missed = new ArrayList<>();
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private long wrong;

  Comparison(Benchmark.Options options, Steps steps) {
    this.options = options;
    this.steps = steps;
    this.time = options.size() == 0 ? TIME : Duration.ofSeconds(options.size());
  }

  Duration time() {
    return time;
  }

  void figure(String name, double value) {
    figures.put(name, Row.rounded(value));
  }

  void missed(String what) {
    missed.add(what);
  }

  /**
   * Measures, and adds what was promised and not kept.
   *
   * @param least what is promised of the ratio
   */
  Row run(String name, Side ours, Side reference, String referenceName, double least)
      throws Exception {
    Samples most =
        Interleaved.run(
            1,
            options.rounds(),
            round -> most(name, ours, round),
            round -> most("reference", reference, round));
    if (most.ratio() < least) {
      missed.add("the ratio is below " + least);
    }
    double oursPace = PACE * Spread.of(most.ours()).median();
    double referencePace = PACE * Spread.of(most.reference()).median();
    Samples p99 =
        Interleaved.run(
            1,
            options.rounds(),
            round -> p99(name, ours, oursPace, round),
            round -> p99("reference", reference, referencePace, round));
    figure("p99 at four fifths of the rate, ms", Spread.of(p99.ours()).median());
    figure("p99 at four fifths of the rate, reference, ms", Spread.of(p99.reference()).median());
    figure("ratio of the p99", p99.ratio());
    if (p99.ratio() > MOST_P99_RATIO) {
      missed.add("the ratio of the p99 is above " + (int) MOST_P99_RATIO);
    }
    figures.put("wrong answers", wrong);
    if (wrong > 0) {
      missed.add(wrong + " answers were wrong");
    }
    return Row.of(name, "a second", most, referenceName, "at least " + least, missed, figures);
  }

  private double most(String who, Side side, Round round) throws Exception {
    Duration forSoLong = round.warmUp() ? time.multipliedBy(WARM_UP_FACTOR) : time;
    Measured measured =
        steps.call(title(who, "as much as it takes", round), () -> side.most(forSoLong));
    wrong += measured.wrong();
    return measured.perSecond();
  }

  private double p99(String who, Side side, double pace, Round round) throws Exception {
    Measured measured =
        steps.call(
            title(who, "%,.0f a second".formatted(pace), round), () -> side.paced(pace, time));
    wrong += measured.wrong();
    return measured.p99Millis();
  }

  private static String title(String who, String load, Round round) {
    return "%s: %s, %s %d"
        .formatted(who, load, round.warmUp() ? "warm-up" : "round", round.number());
  }
}
