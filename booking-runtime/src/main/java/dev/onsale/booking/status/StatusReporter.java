package dev.onsale.booking.status;

import dev.onsale.booking.lifecycle.Periodic;
import dev.onsale.booking.queue.QueueCounts;
import dev.onsale.booking.seats.InventoryCounts;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes this process's row every 2 s, and within half a second of a change. */
public final class StatusReporter extends Periodic {
  private static final Logger log = LoggerFactory.getLogger(StatusReporter.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration WRITE = Duration.ofSeconds(2);

  private final StatusRows rows;
  private final StatusSources sources;
  private @Nullable ProcessStatus written;
  private long writtenAt;
  private InventoryCounts inventory = new InventoryCounts(0, 0, 0, 0, 0);
  private QueueCounts queue = new QueueCounts(0, 0, 0);

  StatusReporter(StatusRows rows, StatusSources sources) {
    super("status", LOOK);
    this.rows = rows;
    this.sources = sources;
  }

  @Override
  protected void tell(RuntimeException failure) {
    log.warn("the status row cannot be written, the operator sees an old one", failure);
  }

  /** Looks, and writes if there is something new or 2 s have passed. */
  @Override
  protected void step() {
    ProcessStatus last = written;
    boolean due = last == null || System.nanoTime() - writtenAt >= WRITE.toNanos();
    ProcessStatus now = look(due);
    if (last == null || due || now.differsFrom(last)) {
      rows.write(now);
      written = now;
      writtenAt = System.nanoTime();
    }
  }

  private ProcessStatus look(boolean count) {
    List<String> wrong = new ArrayList<>();
    boolean leader = sources.leader().getAsBoolean();
    ProcessStatus last = written;
    long confirmed = last == null ? 0 : last.ordersConfirmed();
    if (count || last == null) {
      readCounts(wrong);
      confirmed = leader ? rows.ordersConfirmed() : 0;
    } else if (!last.detail().isEmpty()) {
      wrong.add(last.detail());
    }
    String difference = sources.difference().get();
    if (!difference.isEmpty() && !wrong.contains(difference)) {
      wrong.add(difference);
    }
    return new ProcessStatus(
        sources.process(),
        sources.generation().getAsLong(),
        sources.keyGeneration().getAsLong(),
        leader,
        sources.phase().get(),
        inventory,
        difference.isEmpty(),
        queue,
        confirmed,
        sources.lots().commitment().orElse(null),
        sources.lots().seed().orElse(null),
        String.join("; ", wrong));
  }

  /** While Redis is away the last figures stand. */
  private void readCounts(List<String> wrong) {
    try {
      inventory = sources.inventory().counts();
      queue = sources.waitingRoom().counts();
    } catch (StoreUnavailableException | StaleEpochException away) {
      wrong.add(String.valueOf(away.getMessage()));
    }
  }
}
