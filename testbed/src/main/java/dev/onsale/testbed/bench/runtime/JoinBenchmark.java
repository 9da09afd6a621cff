package dev.onsale.testbed.bench.runtime;

import dev.onsale.testbed.bench.Benchmark;
import dev.onsale.testbed.bench.Row;
import dev.onsale.testbed.demo.Steps;
import java.util.List;

/** Places given, against bare Netty and Lettuce that count together who comes together. */
public final class JoinBenchmark implements Benchmark {
  private static final int VISITORS = 4_096;
  private static final double LEAST = 0.7;

  @Override
  public String name() {
    return "join";
  }

  @Override
  public String description() {
    return "places given a second, against bare Netty and Lettuce with the same batched counter";
  }

  @Override
  public Row run(Options options, Steps steps) throws Exception {
    try (EventOnSale event = steps.call("An event on sale", () -> EventOnSale.start(false))) {
      Crowd crowd = new Crowd(event);
      Requests requests = new Requests(event);
      List<byte[]> joins =
          steps.call("Visitors", () -> crowd.cookies(VISITORS)).stream()
              .map(requests::join)
              .toList();
      Samples samples = Samples.of(event, crowd);
      try (Reference reference =
          new Reference(event.redis, requests.status(), samples.status(), samples.place())) {
        Comparison comparison = new Comparison(options, steps);
        int[] next = {0};
        Row row =
            comparison.run(
                name(),
                new HttpSide(
                    event.port,
                    () -> new Traffic(() -> joins.get(next[0]++ % VISITORS), crowd::isNewPlace)),
                new HttpSide(reference.port, () -> Traffic.of(joins.getFirst(), 201)),
                "bare Netty and Lettuce that increase a counter by all who came in one turn",
                LEAST);
        return checked(row, crowd, event);
      }
    }
  }

  private static Row checked(Row row, Crowd crowd, EventOnSale event) {
    row.figures().put("places given", crowd.joined());
    row.figures().put("highest place", crowd.highestPlace());
    return crowd.gapFree() ? row : row.missing("places are not unique and gap-free");
  }
}
