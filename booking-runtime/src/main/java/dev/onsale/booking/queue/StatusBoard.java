package dev.onsale.booking.queue;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.seats.Inventory;
import dev.onsale.booking.seats.InventoryCounts;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.schedule.Phase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the public status and the release windows in memory, read once a second, so that a million
 * visitors who ask cost Redis nothing.
 */
public final class StatusBoard implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StatusBoard.class);

  /** An older document says less than none: visitors are told that the store is away. */
  private static final Duration OLDEST = Duration.ofSeconds(15);

  private final EventRedis redis;
  private final Inventory inventory;
  private final LiveConfig live;
  private final SalePhase phase;
  private final String event;
  private final String mode;
  private final Lanes lanes;
  private final Tempo tempo;
  private final Thread reader;
  private volatile @Nullable Board board;
  private boolean away;

  /**
   * Somebody's own place.
   *
   * @param ahead people who are served before, 0 if it is their turn
   */
  public record OwnPlace(PublicStatus status, long ahead) {}

  private record Board(
      PublicStatus status,
      QueueState state,
      WindowLog windows,
      InventoryCounts seats,
      long readAt) {}

  public StatusBoard(
      EventRedis redis,
      Inventory inventory,
      LiveConfig live,
      SalePhase phase,
      RuntimeBoot boot,
      Lanes lanes,
      Tempo tempo) {
    this.redis = redis;
    this.inventory = inventory;
    this.live = live;
    this.phase = phase;
    this.event = boot.clusterId() + "/" + boot.namespace() + "/" + boot.name();
    this.mode = boot.queueMode();
    this.lanes = lanes;
    this.tempo = tempo;
    this.reader = Thread.ofVirtual().name("status-board").start(this::keepReading);
  }

  /** The status, at most about a second old; empty while Redis has been away for long. */
  public Optional<PublicStatus> status() {
    return current().map(Board::status);
  }

  /**
   * How far somebody on that place is from their turn; as {@link #status}.
   *
   * @param number of the place; of a draw 64 bits without sign
   */
  public Optional<OwnPlace> own(Lane lane, long number) {
    long place = lane.drawn() ? Fraction.place(number) : number;
    return current()
        .map(
            known ->
                new OwnPlace(known.status(), everybody() ? 0 : known.state().ahead(lane, place)));
  }

  /**
   * A part of the release windows.
   *
   * @param before the hash that the first one is chained to
   */
  public record WindowsPage(long epoch, String before, List<ReleaseWindow> windows) {}

  /** Windows from a number on, none beyond the end; as {@link #status}. */
  public Optional<WindowsPage> windows(int from, int atMost) {
    return current().map(known -> page(known, from, atMost));
  }

  private static WindowsPage page(Board known, int from, int atMost) {
    WindowLog log = known.windows();
    int size = log.windows().size();
    int first = Math.min(from, size);
    return new WindowsPage(
        log.epoch(),
        log.before(first),
        log.windows().subList(first, Math.min(size, first + atMost)));
  }

  /** Offers the figures as metrics; a figure is absent while Redis has been away for long. */
  void offer(MeterRegistry meters) {
    gauge(meters, "onsale.queue.waiting", "", known -> waiting(known.state()));
    gauge(meters, "onsale.queue.registered", "", known -> known.state().registered());
    gauge(meters, "onsale.queue.sessions", "", known -> known.state().sessions());
    gauge(meters, "onsale.seats", "free", known -> known.seats().free());
    gauge(meters, "onsale.seats", "held", known -> known.seats().held());
    gauge(meters, "onsale.seats", "sold", known -> known.seats().sold());
    gauge(meters, "onsale.seats", "blocked", known -> known.seats().blocked());
  }

  private void gauge(
      MeterRegistry meters, String name, String state, ToDoubleFunction<Board> figure) {
    Gauge.builder(
            name,
            this,
            board -> board.current().map(known -> figure.applyAsDouble(known)).orElse(Double.NaN))
        .tags(state.isEmpty() ? Tags.empty() : Tags.of("state", state))
        .register(meters);
  }

  @Override
  public void close() {
    reader.interrupt();
  }

  private Optional<Board> current() {
    Board known = board;
    boolean usable = known != null && System.nanoTime() - known.readAt() < OLDEST.toNanos();
    return usable ? Optional.ofNullable(known) : Optional.empty();
  }

  private void keepReading() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        reread();
        Thread.sleep(tempo.second());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reread() {
    try {
      InventoryCounts seats = inventory.counts();
      phase.observe(seats);
      board = read(QueueState.read(redis, lanes), seats);
      away = false;
    } catch (StoreUnavailableException | StaleEpochException e) {
      if (!away) {
        log.warn("the queue's status cannot be read: {}", e.getMessage());
      }
      away = true;
    } catch (RuntimeException e) {
      if (!away) {
        log.error("the queue's status cannot be read", e);
      }
      away = true;
    }
  }

  private Board read(QueueState state, InventoryCounts seats) {
    Board before = board;
    WindowLog known =
        before != null && before.windows().epoch() == state.epoch()
            ? before.windows()
            : WindowLog.empty(event, state.epoch());
    WindowLog windows = known.upTo(state, redis, lanes);
    RuntimeLive now = live.get();
    PublicStatus status =
        new PublicStatus(
            phase.now().name(),
            mode,
            state.lanes().stream().map(lane -> lane(state, lane)).toList(),
            Pace.most(now),
            state.pace(),
            PollTable.of(now.admission(), tempo),
            now.message(),
            state.epoch(),
            state.now(),
            windows.head());
    return new Board(unlessSame(status, before), state, windows, seats, System.nanoTime());
  }

  /** While nothing but the time changed, version and ETag stay. */
  private static PublicStatus unlessSame(PublicStatus read, @Nullable Board before) {
    return before != null && read.at(before.status().version()).equals(before.status())
        ? before.status()
        : read;
  }

  private PublicStatus.LaneStatus lane(QueueState state, QueueState.Standing standing) {
    Lane lane = standing.lane();
    long cutoff = everybody() ? standing.tail() : standing.cutoff();
    boolean drawn = lane.drawn();
    return new PublicStatus.LaneStatus(
        lane.name(),
        lane.opensAt(phase.timeline().onSaleAt()).toString(),
        drawn ? (cutoff == 0 ? null : Fraction.last(cutoff)) : (Object) (cutoff + 1),
        drawn ? Fraction.last(standing.tail()) : (Object) (standing.tail() + 1),
        everybody() ? 0 : state.waiting(standing),
        drawn ? state.registered() : null);
  }

  private long waiting(QueueState state) {
    return everybody() ? 0 : state.waiting();
  }

  /** In mode Open everybody who has a place is served. */
  private boolean everybody() {
    return lanes.open() && phase.now() == Phase.OnSale;
  }
}
