package dev.onsale.booking.orders;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.orders.SeatClaims.Claim;
import dev.onsale.booking.orders.SeatClaims.Totals;
import dev.onsale.booking.seats.House;
import dev.onsale.booking.seats.Inventory;
import dev.onsale.booking.seats.InventoryCounts;
import dev.onsale.booking.seats.SeatAudit;
import dev.onsale.booking.seats.SeatAudit.Shown;
import dev.onsale.booking.worker.LeaderTask;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what Redis shows with what PostgreSQL decided: the totals every 2 s, seat by seat every
 * 30 s and as long as something differs. The two are read one after the other, so a difference
 * counts only when it lasts; then Redis is mended. PostgreSQL is never changed.
 */
public final class SeatAgreement implements LeaderTask {
  private static final Logger log = LoggerFactory.getLogger(SeatAgreement.class);
  private static final Duration EACH_SEAT = Duration.ofSeconds(30);
  private static final int NAMED = 3;

  private final Database database;
  private final Inventory inventory;
  private final SeatClaims claims;
  private final SeatAudit audit;
  private final House house;
  private final MeterRegistry meters;
  private Map<Integer, SeatDifference> found = Map.of();
  private boolean totalsDiffered;
  private long lookedAt = System.nanoTime() - EACH_SEAT.toNanos();
  private volatile int differing;
  private volatile String difference = "";

  SeatAgreement(
      Database database, Inventory inventory, SeatAudit audit, House house, MeterRegistry meters) {
    this.database = database;
    this.inventory = inventory;
    this.claims = new SeatClaims(database);
    this.audit = audit;
    this.house = house;
    this.meters = meters;
    Gauge.builder("onsale.seats.differing", () -> differing)
        .description("seats that Redis shows otherwise than PostgreSQL has them, leader only")
        .register(meters);
    for (SeatDifference.Kind kind : SeatDifference.Kind.values()) {
      mended(kind.name());
    }
    mended("Counts");
  }

  private Counter mended(String kind) {
    return Counter.builder("onsale.seats.mended")
        .description("seats, or counts of them, that had to be shown anew")
        .tag("kind", kind)
        .register(meters);
  }

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
    boolean before = totalsDiffered;
    totalsDiffered = totalsDiffer();
    boolean due = System.nanoTime() - lookedAt >= EACH_SEAT.toNanos();
    if (due || before && totalsDiffered || !found.isEmpty() || !difference.isEmpty()) {
      lookAtEachSeat();
      lookedAt = System.nanoTime();
    }
  }

  private boolean totalsDiffer() {
    Totals before = claims.totals();
    InventoryCounts shown = inventory.counts();
    Totals after = claims.totals();
    int least = Math.min(before.sold(), after.sold());
    int most = Math.max(before.sold() + before.authorized(), after.sold() + after.authorized());
    int owned = Math.min(before.pending() + before.sold(), after.pending() + after.sold());
    return shown.sold() < least
        || shown.sold() > most
        || shown.sold() + shown.held() < owned
        || shown.capacity() != house.plan().size();
  }

  private void lookAtEachSeat() {
    long epoch = audit.epoch();
    Map<Integer, SeatDifference> now = differences(epoch);
    List<SeatDifference> lasting = new ArrayList<>();
    now.forEach(
        (seat, wrong) -> {
          if (wrong.equals(found.get(seat))) {
            lasting.add(wrong);
          }
        });
    found = now;
    for (int from = 0; from < lasting.size(); from += SeatAudit.PIECE) {
      mend(epoch, lasting.subList(from, Math.min(lasting.size(), from + SeatAudit.PIECE)));
    }
    List<String> counts = audit.recount(epoch);
    mended("Counts").increment(counts.size());
    tell(lasting, counts);
  }

  private Map<Integer, SeatDifference> differences(long epoch) {
    Map<Integer, SeatDifference> differences = new HashMap<>();
    int seats = house.plan().size();
    for (int from = 0; from < seats; from += SeatAudit.PIECE) {
      int count = Math.min(SeatAudit.PIECE, seats - from);
      Map<Integer, Claim> owned = claims.between(from, from + count);
      for (Shown shown : audit.read(epoch, from, count)) {
        boolean withheld = house.withheld(house.plan().seat(shown.index()));
        SeatDifference.of(shown, owned.get(shown.index()), withheld)
            .ifPresent(wrong -> differences.put(shown.index(), wrong));
      }
    }
    return differences;
  }

  /** No order gives a seat back while it is shown as that order's. */
  private void mend(long epoch, List<SeatDifference> lasting) {
    List<Integer> seats = lasting.stream().map(SeatAgreement::seat).toList();
    database.transaction(
        transaction -> {
          Map<Integer, Claim> owned = claims.locked(seats);
          List<SeatDifference> still = new ArrayList<>();
          for (SeatDifference wrong : lasting) {
            Shown shown = wrong.mend().found();
            boolean withheld = house.withheld(house.plan().seat(shown.index()));
            if (SeatDifference.of(shown, owned.get(shown.index()), withheld)
                .filter(wrong::equals)
                .isPresent()) {
              still.add(wrong);
            }
          }
          int mended = audit.mend(epoch, still.stream().map(SeatDifference::mend).toList());
          still.forEach(wrong -> mended(wrong.kind().name()).increment());
          return mended;
        });
  }

  private void tell(List<SeatDifference> lasting, List<String> counts) {
    List<String> wrong = new ArrayList<>();
    lasting.stream().limit(NAMED).map(this::named).forEach(wrong::add);
    if (lasting.size() > NAMED) {
      wrong.add("and " + (lasting.size() - NAMED) + " seats more");
    }
    counts.stream().limit(NAMED).forEach(wrong::add);
    String text = String.join("; ", wrong);
    if (!text.isEmpty()) {
      log.warn("Redis differed from PostgreSQL and is mended: {}", text);
    } else if (!difference.isEmpty()) {
      log.info("Redis and PostgreSQL agree about the seats again");
    }
    differing = lasting.size();
    difference = text;
  }

  private String named(SeatDifference wrong) {
    return "seat " + house.plan().seat(seat(wrong)).id() + " " + wrong.detail();
  }

  private static Integer seat(SeatDifference wrong) {
    return wrong.mend().found().index();
  }
}
