package dev.onsale.booking.seats;

import dev.onsale.booking.redis.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which seats are free, read from Redis at most four times a second however many ask. Every call
 * throws {@code StoreUnavailableException} when Redis is away and {@code StaleEpochException} when
 * the epoch changed.
 */
public final class Availability implements Inventory {
  private static final long MAX_AGE_NANOS = Duration.ofMillis(250).toNanos();

  private final SeatScripts scripts;
  private volatile @Nullable Snapshot last;

  Availability(SeatScripts scripts) {
    this.scripts = scripts;
  }

  /**
   * All seats at one moment.
   *
   * @param version grows with every change within the epoch
   * @param standingFree free units by standing section
   */
  public record Snapshot(
      long epoch,
      long version,
      InventoryCounts counts,
      SeatBits bits,
      Map<String, Integer> standingFree,
      long readAt) {}

  /** A snapshot at most 250 ms old. */
  public Snapshot recent() {
    Snapshot known = known();
    return known == null ? reread() : known;
  }

  /** The same if it is in memory, else null; never waits. */
  @Nullable Snapshot known() {
    Snapshot known = last;
    return known != null && System.nanoTime() - known.readAt() < MAX_AGE_NANOS ? known : null;
  }

  /** A snapshot taken now. */
  public Snapshot fresh() {
    long epoch = scripts.redis().epoch();
    Reply reply = scripts.runIn(epoch, SeatScripts.SNAPSHOT, List.of(), List.of());
    Map<String, Integer> free = new LinkedHashMap<>();
    var standing = scripts.house().standing();
    for (int i = 0; i < standing.size(); i++) {
      free.put(standing.get(i).section(), reply.count(7 + i));
    }
    SeatBits bits = SeatBits.of(reply.text(6).getBytes(StandardCharsets.ISO_8859_1));
    Snapshot read =
        new Snapshot(epoch, reply.number(1), counts(reply, 2), bits, free, System.nanoTime());
    last = read;
    return read;
  }

  @Override
  public InventoryCounts counts() {
    return counts(scripts.run(SeatScripts.COUNTS), 1);
  }

  /** Who waits here while another reads finds its snapshot and need not read. */
  private synchronized Snapshot reread() {
    Snapshot known = known();
    return known == null ? fresh() : known;
  }

  private static InventoryCounts counts(Reply reply, int from) {
    int free = reply.count(from);
    int held = reply.count(from + 1);
    int sold = reply.count(from + 2);
    int blocked = reply.count(from + 3);
    return new InventoryCounts(free + held + sold + blocked, free, held, sold, blocked);
  }
}
