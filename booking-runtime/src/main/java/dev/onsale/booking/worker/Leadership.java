package dev.onsale.booking.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process leads. It stops believing so before its lease ends in PostgreSQL: the lease
 * is counted from before the renewal was sent, less a sixth.
 */
public final class Leadership {
  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  /** Of the lease, for a renewal that was slow to reach PostgreSQL. */
  private static final int MARGIN = 6;

  private final Lease lease;
  private final Duration validity;
  private volatile Held held = new Held(0, Long.MIN_VALUE);

  public Leadership(Lease lease) {
    this.lease = lease;
    this.validity = lease.length().minus(lease.length().dividedBy(MARGIN));
  }

  private record Held(long term, long until) {
    boolean valid() {
      return term > 0 && System.nanoTime() - until < 0;
    }
  }

  /** The term of the lease while this process holds it. */
  public OptionalLong term() {
    Held now = held;
    return now.valid() ? OptionalLong.of(now.term()) : OptionalLong.empty();
  }

  /** Takes or renews the lease; to be called several times within its length. */
  void renew() {
    boolean led = held.valid();
    long asked = System.nanoTime();
    Optional<Long> term = lease.takeOrRenew();
    if (term.isPresent()) {
      held = new Held(term.get(), asked + validity.toNanos());
    } else {
      held = new Held(0, asked);
    }
    if (led != term.isPresent()) {
      log.info(term.isPresent() ? "leads in term {}" : "leads no more {}", term.orElse(0L));
    }
  }

  /** Stops leading at once and lets another process take over. */
  void resign() {
    boolean led = held.valid();
    held = new Held(0, System.nanoTime());
    if (led) {
      lease.release();
      log.info("gave the lease back");
    }
  }
}
