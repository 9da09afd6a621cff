package dev.onsale.booking.queue;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.redis.Reply;
import dev.onsale.booking.worker.LeaderTask;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.schedule.Timeline;
import java.time.Duration;

/**
 * Releases places twice a second: at most the configured rate, and as many as fit inside. The law
 * itself is {@code /lua/queue/admit.lua}.
 */
public final class Admission implements LeaderTask {
  /** Longer than the longest poll interval of those near the front, and their first click. */
  private static final Duration ANSWER = Duration.ofSeconds(8);

  private final EventRedis redis;
  private final LiveConfig live;
  private final boolean open;

  /**
   * @param open whether nobody needs a turn, so that nothing is to be released
   */
  public Admission(EventRedis redis, LiveConfig live, boolean open) {
    this.redis = redis;
    this.live = live;
    this.open = open;
  }

  /**
   * One step.
   *
   * @param released places released by it
   * @param sessions sessions that live
   * @param coming places released lately and not claimed yet
   * @param waiting places given and not released
   */
  public record Step(int released, int sessions, int coming, long waiting) {}

  @Override
  public String name() {
    return "admission";
  }

  @Override
  public Duration interval() {
    return Duration.ofMillis(500);
  }

  @Override
  public void run(long term) {
    step(term);
  }

  /**
   * Does one step.
   *
   * @throws IllegalStateException if a later leader's step was seen
   */
  public Step step(long term) {
    RuntimeLive now = live.get();
    RuntimeLive.Admission admission = now.admission();
    Timeline times = Timeline.of(now.times());
    Duration claimTimeout = Duration.ofSeconds(admission.claimTimeoutSeconds());
    Duration session = Duration.ofSeconds(admission.sessionTimeoutSeconds());
    boolean selling = !open && !now.paused() && !now.settling();
    Reply reply =
        redis.run(
            QueueScripts.ADMIT,
            term,
            admission.perMinute(),
            admission.maxActive(),
            claimTimeout.toMillis(),
            times.onSaleAt().toEpochMilli(),
            times.closesAt().toEpochMilli(),
            selling ? 1 : 0,
            claimTimeout.plus(session).toMillis(),
            Math.min(ANSWER.toMillis(), claimTimeout.toMillis()));
    if (reply.outcome().equals("FENCED")) {
      throw new IllegalStateException(
          "term " + term + " ended: a leader of term " + reply.text(1) + " releases places");
    }
    return new Step(reply.count(1), reply.count(2), reply.count(3), reply.number(4));
  }
}
