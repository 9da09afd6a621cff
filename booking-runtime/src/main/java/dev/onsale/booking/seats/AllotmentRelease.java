package dev.onsale.booking.seats;

import dev.onsale.booking.worker.LeaderTask;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives the seats of an allotment to everybody once its time has come. */
final class AllotmentRelease implements LeaderTask {
  private static final int AT_ONCE = 500;

  private final SeatScripts scripts;

  /** What is done in the epoch; doing it again changes nothing. */
  private final Set<String> done = new HashSet<>();

  private long epoch;

  AllotmentRelease(SeatScripts scripts) {
    this.scripts = scripts;
  }

  @Override
  public String name() {
    return "allotment-release";
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
    long now = scripts.redis().epoch();
    if (now != epoch) {
      epoch = now;
      done.clear();
    }
    scripts
        .house()
        .released()
        .forEach(
            (name, seats) -> {
              if (!done.contains(name)) {
                release(now, seats);
                done.add(name);
              }
            });
  }

  private void release(long in, List<Integer> seats) {
    for (int from = 0; from < seats.size(); from += AT_ONCE) {
      List<Integer> some = seats.subList(from, Math.min(seats.size(), from + AT_ONCE));
      scripts.runIn(in, SeatScripts.RELEASE_ALLOTTED, List.of(), some);
    }
  }
}
