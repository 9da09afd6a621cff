package dev.onsale.testbed.bench.runtime;

import dev.onsale.testbed.bench.Benchmark;
import dev.onsale.testbed.bench.Interleaved;
import dev.onsale.testbed.bench.Row;
import dev.onsale.testbed.demo.Steps;

/** The public status, against bare Netty that answers a constant of the same size. */
public final class StatusBenchmark implements Benchmark {
  private static final double LEAST = 0.8;
  private static final int FEW = 1_000;
  private static final int MANY = 1_000_000;
  private static final double MAY_DIFFER = 0.05;

  /** A shared machine differs by more than that from round to round, so there are more of them. */
  private static final int TURNS = 4;

  @Override
  public String name() {
    return "status";
  }

  @Override
  public String description() {
    return "public status a second, against bare Netty with a constant; with 1,000 and 1,000,000 waiting";
  }

  @Override
  public Row run(Options options, Steps steps) throws Exception {
    try (EventOnSale event = steps.call("An event that is paused", () -> EventOnSale.start(true));
        QueueInRedis queue = new QueueInRedis(event)) {
      Requests requests = new Requests(event);
      queue.waiting(FEW);
      Samples samples = Samples.of(event, new Crowd(event));
      try (Reference reference =
          new Reference(event.redis, requests.status(), samples.status(), samples.place())) {
        Comparison comparison = new Comparison(options, steps);
        HttpSide ours = new HttpSide(event.port, () -> Traffic.of(requests.status(), 200));
        Row row =
            comparison.run(
                name(),
                ours,
                new HttpSide(reference.port, () -> Traffic.of(requests.status(), 200)),
                "bare Netty that answers a constant of the same size",
                LEAST);
        Interleaved.Samples crowds =
            Interleaved.run(
                0,
                TURNS * options.rounds(),
                round -> with(MANY, queue, ours, comparison, steps),
                round -> with(FEW, queue, ours, comparison, steps));
        row.figures()
            .put("1,000,000 waiting by 1,000 waiting", Row.rounded(crowds.ratioOfNeighbours()));
        return Math.abs(crowds.ratioOfNeighbours() - 1) <= MAY_DIFFER
            ? row
            : row.missing("the crowd makes a difference of more than 5 %");
      }
    }
  }

  private static double with(
      int waiting, QueueInRedis queue, HttpSide ours, Comparison comparison, Steps steps)
      throws Exception {
    queue.waiting(waiting);
    return steps
        .call("%,d waiting".formatted(waiting), () -> ours.most(comparison.time().dividedBy(2)))
        .perSecond();
  }
}
