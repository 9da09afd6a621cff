package dev.onsale.booking.draw;

import dev.onsale.booking.queue.Queue;
import dev.onsale.booking.queue.SalePhase;
import dev.onsale.booking.worker.LeaderTask;
import dev.onsale.draw.BeaconChain;
import dev.onsale.runtime.RuntimeBoot.QueueRules.Beacon;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits to a secret as soon as it leads, and publishes the seed once nobody can register. */
final class DrawKeeper implements LeaderTask {
  private static final Logger log = LoggerFactory.getLogger(DrawKeeper.class);

  /** After the close by every clock that matters; a failover may turn Redis' back a little. */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private final DrawRows rows;
  private final SalePhase phase;
  private final Queue queue;
  private final Clock clock;
  private final @Nullable Beacon beacon;
  private boolean done;

  /**
   * @param wanted whether lots decide in this event
   */
  DrawKeeper(
      DrawRows rows,
      SalePhase phase,
      Queue queue,
      Clock clock,
      @Nullable Beacon beacon,
      boolean wanted) {
    this.done = !wanted;
    this.rows = rows;
    this.phase = phase;
    this.queue = queue;
    this.clock = clock;
    this.beacon = beacon;
  }

  @Override
  public String name() {
    return "draw";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void run(long term) {
    if (done) {
      return;
    }
    Optional<DrawRow> row = rows.read();
    if (row.isEmpty()) {
      byte[] secret = new byte[Lottery.BYTES];
      new SecureRandom().nextBytes(secret);
      rows.commit(secret);
      log.info("committed to the draw's secret");
    } else if (row.get().seed() != null) {
      done = true;
    } else if (closed()) {
      draw(row.get().secretBytes());
    }
  }

  /** Registration is refused by Redis' clock, so that is the one to look at. */
  private boolean closed() {
    Instant closes = phase.timeline().registrationClosesAt();
    if (closes == null || clock.instant().isBefore(closes.plus(SETTLED))) {
      return false;
    }
    return !queue.storeClock().isBefore(closes.plus(SETTLED));
  }

  private void draw(byte[] secret) {
    if (beacon == null) {
      publish(secret, new byte[0], null);
      return;
    }
    BeaconChain chain = BeaconChain.valueOf(beacon.chain());
    if (clock.instant().isBefore(chain.publishedAt(beacon.round()))) {
      return;
    }
    BeaconRound round = new DrandRelays(beacon).fetch();
    publish(secret, round.verifiedRandomness(chain), round);
  }

  private void publish(byte[] secret, byte[] randomness, @Nullable BeaconRound round) {
    rows.publish(Lottery.seed(secret, randomness), randomness, round);
    log.info("the draw is made");
  }
}
