package dev.onsale.testbed.bench.runtime;

import dev.onsale.testbed.bench.Benchmark;
import dev.onsale.testbed.bench.Row;
import dev.onsale.testbed.demo.Steps;
import java.time.Duration;
import java.util.Queue;

/** Turns claimed, each by a visitor of its own, against the same script called raw. */
public final class ClaimBenchmark implements Benchmark {
  private static final double LEAST = 0.4;

  /** Visitors who join for the first round; for the others, twice as many as were served before. */
  private static final int FIRST = 20_000;

  @Override
  public String name() {
    return "claim";
  }

  @Override
  public String description() {
    return "turns claimed a second, against the same script through pipelined Lettuce";
  }

  @Override
  public Row run(Options options, Steps steps) throws Exception {
    try (EventOnSale event = steps.call("An event on sale", () -> EventOnSale.start(false));
        QueueInRedis queue = new QueueInRedis(event)) {
      Crowd crowd = new Crowd(event);
      Queue<byte[]> one = crowd.claims(1);
      queue.serveEverybody();
      RawClaims raw = RawClaims.recorded(queue, () -> claim(event, one.remove()));
      return new Comparison(options, steps)
          .run(
              name(),
              new Claiming(event, crowd),
              raw,
              "the same script with the same arguments through pipelined Lettuce",
              LEAST);
    }
  }

  private static void claim(EventOnSale event, byte[] request) {
    try (Load load = new Load(event.port, 1)) {
      String answer = load.once(request);
      if (!answer.startsWith("HTTP/1.1 201")) {
        throw new IllegalStateException("a claim was answered " + answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Visitors who joined before the time begins; where they do not suffice, the time is shorter. */
  private static final class Claiming implements Comparison.Side {
    private final EventOnSale event;
    private final Crowd crowd;
    private long expected = FIRST;

    Claiming(EventOnSale event, Crowd crowd) {
      this.event = event;
      this.crowd = crowd;
    }

    @Override
    public Measured most(Duration time) throws Exception {
      Measured measured = side(expected).most(time);
      expected = (long) (2 * measured.perSecond() * time.toSeconds()) + 1;
      return measured;
    }

    @Override
    public Measured paced(double perSecond, Duration time) throws Exception {
      return side((long) (perSecond * time.toSeconds()) + 1).paced(perSecond, time);
    }

    private HttpSide side(long count) throws Exception {
      Queue<byte[]> claims = crowd.claims((int) count);
      return new HttpSide(
          event.port, () -> new Traffic(claims::poll, answer -> answer.status() == 201));
    }
  }
}
