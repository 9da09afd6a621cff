package dev.onsale.booking.worker;

import dev.onsale.booking.clocks.StoreClocks;
import java.time.Duration;
import java.util.List;

/** A task that fails, doing nothing, while the clocks of the stores differ. */
public record WhileClocksAgree(LeaderTask task, StoreClocks clocks) implements LeaderTask {

  /** All the tasks; those that need it wait for the clocks. */
  static List<LeaderTask> those(List<LeaderTask> tasks, StoreClocks clocks) {
    return tasks.stream()
        .map(task -> task.needsAgreeingClocks() ? new WhileClocksAgree(task, clocks) : task)
        .toList();
  }

  @Override
  public String name() {
    return task.name();
  }

  @Override
  public Duration interval() {
    return task.interval();
  }

  @Override
  public void run(long term) {
    clocks.requireAgreement();
    task.run(term);
  }
}
