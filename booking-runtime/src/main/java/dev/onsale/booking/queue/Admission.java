package dev.onsale.booking.queue;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.redis.Reply;
import dev.onsale.booking.worker.LeaderTask;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.schedule.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Releases places twice a second: at most the configured rate, and as many as fit inside. The law
 * itself is {@code /lua/queue/law.lua}.
 */
public final class Admission implements LeaderTask {
  /** Longer than the longest poll interval of those near the front, and their first click. */
  private static final Duration ANSWER = Duration.ofSeconds(8);

  private final EventRedis redis;
  private final LiveConfig live;
  private final Lanes lanes;
  private final Lots lots;

  public Admission(EventRedis redis, LiveConfig live, Lanes lanes, Lots lots) {
    this.redis = redis;
    this.live = live;
    this.lanes = lanes;
    this.lots = lots;
  }

  /**
   * One step.
   *
   * @param released people whose places it released
   * @param sessions sessions that live
   * @param coming people whose places were released lately and who did not claim yet
   * @param waiting people whose places were not released
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
    boolean selling = !lanes.open() && !now.paused() && !now.settling();
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                term,
                admission.perMinute(),
                admission.maxActive(),
                claimTimeout.toMillis(),
                times.closesAt().toEpochMilli(),
                selling ? 1 : 0,
                claimTimeout.plus(session).toMillis(),
                Math.min(ANSWER.toMillis(), claimTimeout.toMillis())));
    arguments.addAll(lanes.arguments(times.onSaleAt(), lots.drawn()));
    Reply reply = redis.run(QueueScripts.ADMIT, arguments.toArray());
    if (reply.outcome().equals("FENCED")) {
      throw new IllegalStateException(
          "term " + term + " ended: a leader of term " + reply.text(1) + " releases places");
    }
    return new Step(reply.count(1), reply.count(2), reply.count(3), reply.number(4));
  }
}
