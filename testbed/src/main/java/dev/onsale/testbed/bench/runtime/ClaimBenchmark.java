package dev.onsale.testbed.bench.runtime;

import dev.onsale.testbed.bench.Benchmark;
import dev.onsale.testbed.bench.Row;
import dev.onsale.testbed.demo.Steps;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Turns claimed, each by a visitor of its own, against the same script called raw. */
public final class ClaimBenchmark implements Benchmark {
  private static final double LEAST = 0.4;

  /** Visitors who join for the first round; for the others, twice as many as were served before. */
  private static final int FIRST = 20_000;

  private static final int ARGUMENTS = 14;

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
      RecordedCall claim =
          RecordedCall.of(
              queue.connection,
              () -> claim(event, one.remove()),
              // the one with a session for a buyer
              words -> words.size() == ARGUMENTS && words.get(4).startsWith("d_"));
      long[] place = {QueueInRedis.EVERYBODY / 2};
      RawCalls raw = new RawCalls(queue.connection, () -> again(claim, queue, place[0]++));
      return new Comparison(options, steps)
          .run(
              name(),
              new Claiming(event, crowd),
              raw,
              "the same script with the same arguments through pipelined Lettuce",
              LEAST);
    }
  }

  /** By somebody else, at a place beyond those that visitors have. */
  private static CompletableFuture<Boolean> again(
      RecordedCall claim, QueueInRedis queue, long place) {
    String[] all = claim.arguments().toArray(String[]::new);
    all[1] = Long.toString(place);
    all[3] = all[2] + ".0." + place;
    all[4] = "d_%032x".formatted(place);
    return claim.repeat(queue.connection, all, "CLAIMED");
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
