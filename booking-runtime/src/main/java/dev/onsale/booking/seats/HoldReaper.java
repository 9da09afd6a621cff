package dev.onsale.booking.seats;

import dev.onsale.booking.worker.LeaderTask;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** Gives back the seats of expired holds that no other seat script came across. */
final class HoldReaper implements LeaderTask {
  private static final int AT_ONCE = 200;

  private final SeatScripts scripts;
  private final Counter expired;

  HoldReaper(SeatScripts scripts, MeterRegistry meters) {
    this.scripts = scripts;
    this.expired =
        Counter.builder("onsale.holds.expired")
            .description("expired holds that no other seat script came across")
            .register(meters);
  }

  @Override
  public String name() {
    return "hold-reaper";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public boolean needsAgreeingClocks() {
    return true;
  }

  @Override
  public void run(long term) {
    int reaped;
    do {
      reaped = scripts.run(SeatScripts.REAP, AT_ONCE).count(1);
      expired.increment(reaped);
    } while (reaped == AT_ONCE);
  }
}
