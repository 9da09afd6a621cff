package dev.onsale.booking.seats;

import dev.onsale.booking.redis.Reply;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which seats are free at this very moment; what may be a moment old, {@link SeatFeed} knows. Every
 * call throws {@code StoreUnavailableException} when Redis is away and {@code StaleEpochException}
 * when the epoch changed.
 */
public final class Availability implements Inventory {
  private final SeatScripts scripts;

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
      Map<String, Integer> standingFree) {}

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
    return new Snapshot(epoch, reply.number(1), counts(reply, 2), bits, free);
  }

  @Override
  public InventoryCounts counts() {
    return counts(scripts.run(SeatScripts.COUNTS), 1);
  }

  private static InventoryCounts counts(Reply reply, int from) {
    int free = reply.count(from);
    int held = reply.count(from + 1);
    int sold = reply.count(from + 2);
    int blocked = reply.count(from + 3);
    return new InventoryCounts(free + held + sold + blocked, free, held, sold, blocked);
  }
}
