package dev.onsale.testbed.bench.runtime;

import dev.onsale.testbed.bench.Interleaved.Round;
import dev.onsale.testbed.bench.Row;
import dev.onsale.testbed.bench.Spread;
import dev.onsale.testbed.demo.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** One of the two servers with its crowd. */
final class StreamSide {
  /** A quarter of the crowd warms the process up. */
  private static final int WARM_UP = 4;

  static final int CHANGES_A_ROUND = 20;

  private final String who;
  private final StreamServer server;
  private final List<byte[]> streams;
  private final Callable<?> change;
  private final Steps steps;
  private final List<Double> medians = new ArrayList<>();
  private final List<Double> heaps = new ArrayList<>();
  private final List<Double> residents = new ArrayList<>();

  StreamSide(
      String who, StreamServer server, List<byte[]> streams, Callable<?> change, Steps steps) {
    this.who = who;
    this.server = server;
    this.streams = streams;
    this.change = change;
    this.steps = steps;
  }

  double measure(Round round) throws Exception {
    String title = "%s: %s %d".formatted(who, round.warmUp() ? "warm-up" : "round", round.number());
    return steps.call(title, () -> crowded(round));
  }

  private double crowded(Round round) throws Exception {
    List<byte[]> all = round.warmUp() ? streams.subList(0, streams.size() / WARM_UP) : streams;
    Footprint before = Footprint.of(server.pid());
    long[] nanos = new long[0];
    try (StreamCrowd crowd = new StreamCrowd(server.port(), all, true)) {
      crowd.awaitBegun();
      Footprint with = Footprint.of(server.pid());
      if (!round.warmUp()) {
        heaps.add((double) (with.heap() - before.heap()) / all.size());
        residents.add((double) (with.resident() - before.resident()) / all.size());
      }
      for (int i = 0; i < CHANGES_A_ROUND; i++) {
        long[] more = crowd.hear(change);
        nanos = LongStream.concat(LongStream.of(nanos), LongStream.of(more)).toArray();
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(250));
      }
      if (crowd.ended() > 0) {
        throw new IllegalStateException(crowd.ended() + " streams ended");
      }
    }
    Arrays.sort(nanos);
    if (!round.warmUp()) {
      medians.add(nanos[nanos.length / 2] / 1e6);
    }
    server.awaitNobody();
    return nanos[(int) (nanos.length * 0.99)] / 1e6;
  }

  /** Resident memory stays when a crowd leaves: the first one tells what it takes. */
  void figures(Map<String, Object> figures, String suffix) {
    figures.put("median" + suffix + ", ms", Row.rounded(Spread.of(medians).median()));
    figures.put(
        "heap per client after a full collection" + suffix + ", bytes",
        Math.round(Spread.of(heaps).median()));
    figures.put(
        "resident memory per client of the first crowd" + suffix + ", bytes",
        Math.round(residents.getFirst()));
  }
}
