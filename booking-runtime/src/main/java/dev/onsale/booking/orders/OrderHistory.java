package dev.onsale.booking.orders;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.stores.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A buyer's orders, which may lag behind by a moment: read from the replica where there is one, and
 * from the primary while the replica is away.
 */
public final class OrderHistory implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OrderHistory.class);
  private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

  private final OrderRows primary;
  private final Optional<Database> replica;
  private volatile long askAgain = System.nanoTime();

  /**
   * @param replica closed with this
   */
  public OrderHistory(OrderRows primary, Optional<Database> replica) {
    this.primary = primary;
    this.replica = replica;
  }

  /** The buyer's orders, latest first, at most 100. */
  public List<Order> of(String buyer) {
    if (replica.isPresent() && System.nanoTime() - askAgain >= 0) {
      try {
        return new OrderRows(replica.get()).ofBuyer(buyer);
      } catch (StoreUnavailableException away) {
        askAgain = System.nanoTime() + PAUSE_NANOS;
        log.warn("the replica is away, the primary answers for 10 s: {}", away.getMessage());
      }
    }
    return primary.ofBuyer(buyer);
  }

  @Override
  public void close() {
    replica.ifPresent(Database::close);
  }
}
