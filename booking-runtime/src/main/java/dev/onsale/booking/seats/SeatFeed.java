package dev.onsale.booking.seats;

import dev.onsale.booking.lifecycle.Periodic;
import dev.onsale.booking.redis.Reply;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.seating.SeatPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seats as this process knows them: it asks Redis what changed, four times a second while
 * somebody looks, however many do. While Redis is away, what is known stays for ten seconds.
 */
public final class SeatFeed extends Periodic {
  private static final Logger log = LoggerFactory.getLogger(SeatFeed.class);

  private static final Duration INTERVAL = Duration.ofMillis(250);

  /** Older than that, it is read by whoever asks: nobody looked before. */
  private static final long FRESH_NANOS = Duration.ofMillis(350).toNanos();

  private static final long ATTENTION_NANOS = Duration.ofSeconds(5).toNanos();

  /** What may be shown while Redis is away. */
  private static final Duration MOST_AGE = Duration.ofSeconds(10);

  /** More versions take longer to read than 50,000 seats. */
  private static final int MOST_VERSIONS = 512;

  private final SeatScripts scripts;
  private final List<Consumer<SeatView>> followers = new CopyOnWriteArrayList<>();
  private final AtomicInteger watching = new AtomicInteger();
  private volatile @Nullable Known known;
  private volatile long askedAt;
  private long triedAt;
  private @Nullable RuntimeException failure;

  /**
   * The seats, and when they were known to be so.
   *
   * @param confirmedAt as {@link System#nanoTime} tells
   */
  public record Known(SeatView seats, long confirmedAt) {
    public Duration age() {
      return Duration.ofNanos(System.nanoTime() - confirmedAt);
    }
  }

  SeatFeed(SeatScripts scripts) {
    super("seat-feed", INTERVAL);
    this.scripts = scripts;
    this.triedAt = System.nanoTime();
    this.askedAt = triedAt - ATTENTION_NANOS;
  }

  /**
   * The seats, at most a third of a second old; at most ten while Redis is away.
   *
   * @throws StoreUnavailableException when Redis is away for longer
   * @throws StaleEpochException when there has been no epoch for longer
   */
  public Known known() {
    long now = System.nanoTime();
    askedAt = now;
    Known fresh = fresh(now);
    if (fresh != null) {
      return fresh;
    }
    try {
      return read(now);
    } catch (StoreUnavailableException | StaleEpochException away) {
      Known old = known;
      if (old != null && old.age().compareTo(MOST_AGE) < 0) {
        return old;
      }
      throw away;
    }
  }

  /** As {@link #known()} if that takes no waiting, else null. */
  public @Nullable Known knownNow() {
    long now = System.nanoTime();
    askedAt = now;
    return fresh(now);
  }

  private @Nullable Known fresh(long now) {
    Known last = known;
    return last != null && now - last.confirmedAt() < FRESH_NANOS ? last : null;
  }

  /** Tells of every new view, in their order, on a thread that others wait for. */
  public void follow(Consumer<SeatView> follower) {
    followers.add(follower);
  }

  /** Somebody looks all the time, until {@link #unwatch}. */
  public void watch() {
    watching.incrementAndGet();
  }

  public void unwatch() {
    watching.decrementAndGet();
  }

  @Override
  protected void step() {
    long now = System.nanoTime();
    if (watching.get() > 0 || now - askedAt < ATTENTION_NANOS) {
      read(now);
    }
  }

  @Override
  protected void tell(RuntimeException failed) {
    log.warn("seats cannot be read, the last known ones are shown for {}", MOST_AGE, failed);
  }

  /** Who waited here while another read takes what came of it. */
  private synchronized Known read(long asked) {
    if (triedAt - asked >= 0) {
      if (failure != null) {
        throw failure;
      }
      return Objects.requireNonNull(known);
    }
    Known before = known;
    try {
      Known next = new Known(next(before == null ? null : before.seats()), System.nanoTime());
      known = next;
      failure = null;
      if (before == null || before.seats() != next.seats()) {
        followers.forEach(follower -> follower.accept(next.seats()));
      }
      return next;
    } catch (RuntimeException failed) {
      failure = failed;
      throw failed;
    } finally {
      triedAt = System.nanoTime();
    }
  }

  private SeatView next(@Nullable SeatView before) {
    try {
      return read(scripts.redis().epoch(), before);
    } catch (StaleEpochException ended) {
      return read(scripts.redis().epoch(), before);
    }
  }

  private SeatView read(long epoch, @Nullable SeatView before) {
    SeatView same = before != null && before.version().epoch() == epoch ? before : null;
    long since = same == null ? -1 : same.version().number();
    Reply reply = scripts.runIn(epoch, SeatScripts.SINCE, List.of(since, MOST_VERSIONS), List.of());
    return next(scripts.house().plan(), epoch, same, reply);
  }

  /**
   * What a reply makes of the view before.
   *
   * @param before of the same epoch; null if there is none
   */
  static SeatView next(SeatPlan plan, long epoch, @Nullable SeatView before, Reply reply) {
    long number = reply.number(1);
    return switch (reply.outcome()) {
      case "SAME" -> Objects.requireNonNull(before);
      case "CHANGES" ->
          Objects.requireNonNull(before)
              .after(plan, number, bytes(reply, 3), Duration.ofMillis(reply.number(2)));
      case "SEATS" ->
          before == null || before.version().number() > number
              ? SeatView.first(plan, new SeatVersion(epoch, number), bytes(reply, 2))
              : before.reread(plan, number, bytes(reply, 2));
      default -> throw new IllegalStateException("Redis answers " + reply.outcome());
    };
  }

  private static byte[] bytes(Reply reply, int place) {
    return reply.text(place).getBytes(StandardCharsets.ISO_8859_1);
  }
}
