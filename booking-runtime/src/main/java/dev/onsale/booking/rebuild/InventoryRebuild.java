package dev.onsale.booking.rebuild;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.epoch.Epoch;
import dev.onsale.booking.epoch.EpochStore;
import dev.onsale.booking.queue.Lanes;
import dev.onsale.booking.queue.QueueCheckpoint;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.seats.OwnedSeats;
import dev.onsale.booking.seats.SeatsBuild;
import dev.onsale.booking.worker.LeaderTask;
import java.time.Duration;
import java.util.List;
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
  private String checkpointed = "";

  public InventoryRebuild(
      EventRedis redis,
      EpochStore epochs,
      OwnedSeats owned,
      SeatsBuild seats,
      LiveConfig live,
      Lanes lanes) {
    this.redis = redis;
    this.epochs = epochs;
    this.owned = owned;
    this.seats = seats;
    this.live = live;
    this.lanes = lanes;
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
      checkpoint(known.number());
    } else {
      rebuild(known, recorded.runId(), term);
    }
  }

  private void checkpoint(long epoch) {
    String state = QueueCheckpoint.take(redis, lanes).text();
    if (!state.equals(checkpointed)) {
      epochs.checkpoint(epoch, state);
      checkpointed = state;
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
    QueueCheckpoint.of(minted.checkpoint())
        .build(redis, epoch, live.get().admission().claimTimeoutSeconds());
    redis.force(epoch, runId);
    redis.discard(epoch - 1, SeatsBuild.KEYS);
    checkpointed = "";
    log.info("epoch {} in force, with the seats of {} orders", epoch, orders.size());
  }
}
