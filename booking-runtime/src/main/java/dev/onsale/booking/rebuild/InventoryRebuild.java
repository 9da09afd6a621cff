package dev.onsale.booking.rebuild;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.epoch.Epoch;
import dev.onsale.booking.epoch.EpochStore;
import dev.onsale.booking.queue.Lanes;
import dev.onsale.booking.queue.QueueCheckpoint;
import dev.onsale.booking.queue.Tempo;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.seats.OwnedSeats;
import dev.onsale.booking.seats.SeatsBuild;
import dev.onsale.booking.worker.LeaderTask;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches that Redis holds the epoch that PostgreSQL knows, in the process it was written to. If
 * not, mints the next one and writes it anew from PostgreSQL; while it is right, checkpoints the
 * queue.
 */
public final class InventoryRebuild implements LeaderTask {
  private static final Logger log = LoggerFactory.getLogger(InventoryRebuild.class);

  private final EventRedis redis;
  private final EpochStore epochs;
  private final OwnedSeats owned;
  private final SeatsBuild seats;
  private final LiveConfig live;
  private final Lanes lanes;
  private final Duration reattach;

  /** For so many seconds after a loss only those enter who were inside. */
  private static final int REATTACH = 3;

  /** Two thousand a second: at a microsecond or two each they take less than half a percent. */
  private static final long A_PERSON_NANOS = 500_000;

  private String checkpointed = "";
  private @Nullable QueueCheckpoint people;
  private long peopleReadAt;

  public InventoryRebuild(
      EventRedis redis,
      EpochStore epochs,
      OwnedSeats owned,
      SeatsBuild seats,
      LiveConfig live,
      Lanes lanes,
      Tempo tempo) {
    this.redis = redis;
    this.epochs = epochs;
    this.owned = owned;
    this.seats = seats;
    this.live = live;
    this.lanes = lanes;
    this.reattach = tempo.second().multipliedBy(REATTACH);
  }

  @Override
  public String name() {
    return "epoch";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void run(long term) {
    EventRedis.Recorded recorded = redis.recorded();
    Epoch known = epochs.current();
    boolean right =
        recorded.inForce()
            && recorded.epoch() == known.number()
            && recorded.runId().equals(known.redisRunId());
    if (right) {
      checkpoint(known.number(), term);
    } else {
      rebuild(known, recorded.runId(), term);
    }
  }

  /** Numbers may be given once PostgreSQL knows up to which. */
  private void checkpoint(long epoch, long term) {
    QueueCheckpoint now = taken();
    String state = now.text();
    if (state.length() > EpochStore.MOST) {
      // Better that some may claim twice after a loss than that nobody gets a place now.
      state = now.withoutPeople().text();
    }
    if (!state.equals(checkpointed)) {
      checkpointed = "";
      keep(epoch, term, state);
      now.raise(redis, epoch);
      checkpointed = state;
    }
  }

  /** To read who is inside holds Redis up, so of many that is done seldomer than each second. */
  private QueueCheckpoint taken() {
    QueueCheckpoint last = people;
    if (last != null && System.nanoTime() - peopleReadAt < last.inside().size() * A_PERSON_NANOS) {
      return last.taken(redis, lanes);
    }
    QueueCheckpoint now = QueueCheckpoint.take(redis, lanes);
    peopleReadAt = System.nanoTime();
    people = now;
    return now;
  }

  private void keep(long epoch, long term, String state) {
    if (!epochs.checkpoint(epoch, term, state)) {
      throw new IllegalStateException(
          "epoch " + epoch + " or term " + term + " ended: another leader keeps the checkpoint");
    }
  }

  /**
   * The old epoch ends in Redis first and in PostgreSQL second: from then on neither a script nor
   * an order of it succeeds, and what is read of the orders is final. The new one is put in force
   * last.
   */
  private void rebuild(Epoch known, String runId, long term) {
    redis.suspend();
    Epoch minted = epochs.mint(known.number(), runId, term);
    if (minted.number() != known.number() + 1 || !runId.equals(minted.redisRunId())) {
      log.info("epoch {} was minted by another leader", minted.number());
      return;
    }
    long epoch = minted.number();
    List<OwnedSeats.Owned> orders = owned.ownedSeats();
    seats.build(epoch, orders);
    QueueCheckpoint doors = QueueCheckpoint.of(minted.checkpoint()).reopened(lanes);
    keep(epoch, term, doors.text());
    boolean first = known.number() == 0;
    doors.build(
        redis,
        epoch,
        term,
        lanes,
        live.get().admission().claimTimeoutSeconds(),
        first ? 0 : reattach.toMillis());
    redis.force(epoch, runId);
    redis.discard(epoch - 1, SeatsBuild.KEYS);
    redis.discard(epoch - 1, QueueCheckpoint.keys(lanes));
    checkpointed = "";
    people = null;
    log.info("epoch {} in force, with the seats of {} orders", epoch, orders.size());
  }
}
