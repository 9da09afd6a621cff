package dev.onsale.booking.queue;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.seats.InventoryCounts;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.schedule.Phase;
import dev.onsale.schedule.Timeline;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The phase as this process sees it: the schedule, and whether anything is left to sell. */
public final class SalePhase {
  private final LiveConfig live;
  private final Clock clock;
  private volatile boolean soldOut;
  private volatile @Nullable Read read;

  /** Asked at every request; what it is made of changes at most once a second. */
  private record Read(RuntimeLive.Times times, Timeline timeline) {}

  public SalePhase(LiveConfig live, Clock clock) {
    this.live = live;
    this.clock = clock;
  }

  /** The phase now. */
  public Phase now() {
    Phase phase = timeline().phaseAt(clock.instant());
    return phase == Phase.OnSale && soldOut ? Phase.SoldOut : phase;
  }

  /** When the phase changes next by schedule; absent once the event ended. */
  public Timeline.@Nullable Next next() {
    return timeline().nextAfter(clock.instant()).orElse(null);
  }

  /** The moments of the event. */
  public Timeline timeline() {
    RuntimeLive.Times times = live.get().times();
    Read known = read;
    if (known == null || known.times() != times) {
      known = new Read(times, Timeline.of(times));
      read = known;
    }
    return known.timeline();
  }

  /** When the waiting room opens: with registration, else with pre-scaling. */
  public Instant joinableFrom() {
    Timeline timeline = timeline();
    Instant registration = timeline.registrationOpensAt();
    Instant preScale = timeline.preScaleAt();
    return registration != null && registration.isBefore(preScale) ? registration : preScale;
  }

  /** Notes what is left; seats in holds and unpaid orders may come back, so they count. */
  void observe(InventoryCounts counts) {
    soldOut = counts.free() + counts.held() == 0;
  }
}
