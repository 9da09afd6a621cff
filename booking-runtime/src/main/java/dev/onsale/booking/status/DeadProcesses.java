package dev.onsale.booking.status;

import dev.onsale.booking.worker.LeaderTask;
import java.time.Duration;

/** Removes the rows of processes that are no more. */
final class DeadProcesses implements LeaderTask {
  private final StatusRows rows;

  DeadProcesses(StatusRows rows) {
    this.rows = rows;
  }

  @Override
  public String name() {
    return "dead-processes";
  }

  @Override
  public Duration interval() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void run(long term) {
    rows.forgetTheDead();
  }
}
