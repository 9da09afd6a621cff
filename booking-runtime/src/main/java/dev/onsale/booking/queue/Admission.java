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
 * Calls places twice a second: as many as fit inside, steered by who comes. The law itself is
 * {@code /lua/queue/law.lua}.
 */
public final class Admission implements LeaderTask {
  private final EventRedis redis;
  private final LiveConfig live;
  private final Lanes lanes;
  private final Lots lots;
  private final Tempo tempo;

  public Admission(EventRedis redis, LiveConfig live, Lanes lanes, Lots lots, Tempo tempo) {
    this.redis = redis;
    this.live = live;
    this.lanes = lanes;
    this.lots = lots;
    this.tempo = tempo;
  }

  /**
   * One step.
   *
   * @param released people whom it called
   * @param sessions sessions that live
   * @param coming people called lately who may still come
   * @param waiting people who were not called yet
   * @param door people who came, found no room and ask again
   */
  public record Step(int released, int sessions, int coming, long waiting, int door) {}

  @Override
  public String name() {
    return "admission";
  }

  @Override
  public Duration interval() {
    return tempo.step();
  }

  @Override
  public boolean needsAgreeingClocks() {
    return true;
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
    boolean selling = !lanes.open() && !now.paused() && !now.settling();
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                term,
                Pace.most(now),
                admission.maxActive(),
                claimTimeout.toMillis(),
                times.closesAt().toEpochMilli(),
                selling ? 1 : 0,
                Math.min(tempo.notice().toMillis(), claimTimeout.toMillis()),
                tempo.minute().toMillis(),
                PollTable.promises(PollTable.of(admission, tempo), tempo)));
    arguments.addAll(lanes.arguments(times.onSaleAt(), lots.drawn()));
    Reply reply = redis.run(QueueScripts.ADMIT, arguments.toArray());
    if (reply.outcome().equals("FENCED")) {
      throw new IllegalStateException(
          "term " + term + " ended: a leader of term " + reply.text(1) + " calls places");
    }
    return new Step(
        reply.count(1), reply.count(2), reply.count(3), reply.number(4), reply.count(5));
  }
}
