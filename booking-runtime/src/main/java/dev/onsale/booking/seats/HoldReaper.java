package dev.onsale.booking.seats;

import dev.onsale.booking.worker.LeaderTask;
import java.time.Duration;

/** Gives back the seats of expired holds that no other seat script came across. */
final class HoldReaper implements LeaderTask {
  private static final int AT_ONCE = 200;

  private final SeatScripts scripts;

  HoldReaper(SeatScripts scripts) {
    this.scripts = scripts;
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
  public void run(long term) {
    int reaped;
    do {
      reaped = scripts.run(SeatScripts.REAP, AT_ONCE).count(1);
    } while (reaped == AT_ONCE);
  }
}
