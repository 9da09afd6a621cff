package dev.onsale.booking.orders;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.seats.Inventory;
import dev.onsale.booking.seats.InventoryCounts;
import dev.onsale.booking.worker.LeaderTask;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what Redis shows with what PostgreSQL decided. The two are read one after the other, so
 * a difference counts only when it lasts; then every order is shown again.
 */
public final class SeatAgreement implements LeaderTask {
  private static final Logger log = LoggerFactory.getLogger(SeatAgreement.class);
  private static final int LASTING = 5;

  private final Database database;
  private final Inventory inventory;
  private final OrderRows orders;
  private final SeatMirror mirror;
  private int disagreements;
  private volatile String difference = "";

  public SeatAgreement(
      Database database, Inventory inventory, OrderRows orders, SeatMirror mirror) {
    this.database = database;
    this.inventory = inventory;
    this.orders = orders;
    this.mirror = mirror;
  }

  /**
   * Seats as PostgreSQL counts them.
   *
   * @param pending owned by orders that are not confirmed
   * @param authorized those of {@code pending} whose order is authorized; Redis may show them sold
   */
  private record Owned(int pending, int authorized, int sold) {}

  /** What is wrong, for people; empty while the two agree. */
  public String difference() {
    return difference;
  }

  @Override
  public String name() {
    return "seat-agreement";
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(2);
  }

  @Override
  public void run(long term) {
    Owned before = owned();
    InventoryCounts shown = inventory.counts();
    Owned after = owned();
    String found = difference(before, shown, after);
    disagreements = found.isEmpty() ? 0 : disagreements + 1;
    if (disagreements >= LASTING) {
      if (difference.isEmpty()) {
        log.warn("Redis and PostgreSQL disagree about the seats: {}", found);
      }
      difference = found;
      showAll();
    } else if (found.isEmpty() && !difference.isEmpty()) {
      log.info("Redis and PostgreSQL agree about the seats again");
      difference = "";
    }
  }

  private static String difference(Owned before, InventoryCounts shown, Owned after) {
    int least = Math.min(before.sold(), after.sold());
    int most = Math.max(before.sold() + before.authorized(), after.sold() + after.authorized());
    int owned = Math.min(before.pending() + before.sold(), after.pending() + after.sold());
    if (shown.sold() < least || shown.sold() > most) {
      return "%d seats shown sold, %d to %d are".formatted(shown.sold(), least, most);
    }
    if (shown.sold() + shown.held() < owned) {
      return "%d seats shown sold or held, orders own %d"
          .formatted(shown.sold() + shown.held(), owned);
    }
    int sum = shown.free() + shown.held() + shown.sold() + shown.blocked();
    return sum == shown.capacity() ? "" : "%d seats shown of %d".formatted(sum, shown.capacity());
  }

  private void showAll() {
    orders.claims().keySet().stream()
        .map((UUID id) -> orders.find(id))
        .flatMap(java.util.Optional::stream)
        .forEach(mirror::apply);
  }

  private Owned owned() {
    return database.ask(
        () ->
            database
                .sql()
                .sql(
                    """
                    SELECT count(*) FILTER (WHERE NOT sold) AS pending,
                           count(*) FILTER (WHERE state = 'AUTHORIZED') AS authorized,
                           count(*) FILTER (WHERE sold) AS sold
                    FROM seat_claims JOIN orders ON orders.id = order_id
                    """)
                .query(
                    (row, n) ->
                        new Owned(
                            row.getInt("pending"), row.getInt("authorized"), row.getInt("sold")))
                .single());
  }
}
