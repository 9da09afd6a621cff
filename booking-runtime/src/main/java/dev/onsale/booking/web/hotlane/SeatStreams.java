package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.Drain;
import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.boundary.Session;
import dev.onsale.booking.queue.SalePhase;
import dev.onsale.booking.seats.SeatFeed;
import dev.onsale.booking.seats.SeatVersion;
import dev.onsale.booking.seats.SeatView;
import dev.onsale.booking.tokens.SessionId;
import dev.onsale.booking.web.SeatStates;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All streams of the process: how many there may be, and what all of them hear. */
final class SeatStreams implements StreamsOfLoop.Surroundings {
  /** Tabs of one browser. */
  static final int MOST_A_SESSION = 4;

  private static final String DRAINING = "draining";
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** Whose stream ended comes back after so many milliseconds, each after others. */
  private static final int RECONNECT = 1_000;

  private static final int SPREAD = 4_000;

  private final SeatFeed feed;
  private final SeatStates states;
  private final SalePhase phase;
  private final Drain drain;
  private final Clock clock;
  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<SessionId, Integer> bySession = new ConcurrentHashMap<>();
  private final Map<EventExecutor, StreamsOfLoop> loops = new ConcurrentHashMap<>();
  private final Counter dropped;
  private final Timer delay;

  /**
   * @param most streams of the process, at least 1
   */
  SeatStreams(
      SeatFeed feed,
      SeatStates states,
      SalePhase phase,
      Drain drain,
      Clock clock,
      MeterRegistry meters,
      int most) {
    this.feed = feed;
    this.states = states;
    this.phase = phase;
    this.drain = drain;
    this.clock = clock;
    this.most = most;
    Gauge.builder("onsale.seats.streams", open, AtomicInteger::get)
        .description("streams of seat changes that are open")
        .register(meters);
    this.dropped =
        Counter.builder("onsale.seats.streams.dropped")
            .description("streams ended because the other side did not read")
            .register(meters);
    this.delay =
        Timer.builder("onsale.seats.stream.delay")
            .description("from a change of a seat until all streams of an event loop were told")
            .register(meters);
    feed.follow(
        view -> loops.forEach((loop, streams) -> loop.execute(() -> streams.changed(view))));
  }

  @Override
  public SeatStates states() {
    return states;
  }

  SeatFeed feed() {
    return feed;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  /**
   * One more, until the connection ends or {@link #refuse} is called.
   *
   * @throws ProblemException 410 when there is nothing to hear any more, 429 when the session has
   *     too many, 503 when the process has or ends
   */
  SeatStream admit(Session session, ChannelHandlerContext context) {
    String over = over();
    if (over != null && over.equals(DRAINING)) {
      throw new ProblemException(
              503, "draining", "Please try again shortly", "this process is about to end")
          .retryAfter(Duration.ofSeconds(1));
    } else if (over != null) {
      throw new ProblemException(410, over, "The sale is over", "seats do not change any more");
    }
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      throw new ProblemException(
              503,
              "too-many-streams",
              "Please try again shortly",
              "this process has %d streams; ask GET /seats/availability?since= meanwhile"
                  .formatted(most))
          .retryAfter(RETRY);
    }
    if (bySession.merge(session.id(), 1, Integer::sum) > MOST_A_SESSION) {
      leave(session.id());
      throw new ProblemException(
              429,
              "too-many-streams",
              "Too many streams",
              "a session may have %d; end another one first".formatted(MOST_A_SESSION))
          .retryAfter(RETRY)
          .with("limit", MOST_A_SESSION);
    }
    feed.watch();
    SeatStream stream = new SeatStream(session.id(), session.expiresAt(), context);
    context.channel().closeFuture().addListener(closed -> refuse(stream));
    return stream;
  }

  /** It ended, or will not begin. */
  void refuse(SeatStream stream) {
    if (!stream.over) {
      stream.over = true;
      feed.unwatch();
      leave(stream.session);
      of(stream).remove(stream);
    }
  }

  private void leave(SessionId session) {
    open.decrementAndGet();
    bySession.computeIfPresent(session, (id, count) -> count == 1 ? null : count - 1);
  }

  /** Its head is written. */
  void begin(SeatStream stream, SeatView view, @Nullable SeatVersion known) {
    int reconnect = RECONNECT + ThreadLocalRandom.current().nextInt(SPREAD);
    of(stream).begin(stream, view, known, reconnect);
  }

  private StreamsOfLoop of(SeatStream stream) {
    EventExecutor loop = stream.context.executor();
    return loops.computeIfAbsent(loop, it -> new StreamsOfLoop(this, it));
  }

  @Override
  public @Nullable String over() {
    if (drain.draining()) {
      return DRAINING;
    }
    return switch (phase.now()) {
      case Closed, Ended -> "sale-over";
      default -> null;
    };
  }

  @Override
  public void dropped() {
    dropped.increment();
  }

  @Override
  public void told(SeatView view) {
    Long changedAt = view.changedAt();
    if (changedAt != null) {
      delay.record(Math.max(0, System.nanoTime() - changedAt), TimeUnit.NANOSECONDS);
    }
  }
}
