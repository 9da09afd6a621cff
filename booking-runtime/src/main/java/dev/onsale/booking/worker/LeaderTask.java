package dev.onsale.booking.worker;

import java.time.Duration;

/**
 * Work that only the process with the lease does. The lease's worker collects all beans of this
 * type and runs each in turn on threads of its own while it leads.
 */
public interface LeaderTask {

  /** For logs and metrics. */
  String name();

  /** Time from the end of one run to the start of the next. */
  Duration interval();

  /**
   * Whether it ends what people have by a store's clock: it waits while the stores' clocks differ.
   */
  default boolean needsAgreeingClocks() {
    return false;
  }

  /**
   * Does one step. A failure is logged by the worker and the task runs again after its interval.
   *
   * @param term the lease's fencing term, growing with each new leader
   */
  void run(long term);
}
