package dev.onsale.booking.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.onsale.booking.sale.RuntimeProcess;
import dev.onsale.booking.seats.Availability;
import dev.onsale.booking.seats.House;
import dev.onsale.booking.seats.SeatAudit;
import dev.onsale.booking.seats.SeatBits;
import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.testbed.stores.EmbeddedRedis;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Replays the seats' log version by version. A version in which free seats become held, of which a
 * buyer was told, is a hold, and the seats before it are those that its choice met: so whether it
 * left a single seat for nothing is known without any clock. Only who has seats of an earlier epoch
 * again may do that.
 */
final class SingleSeats {
  private static final int MOST_AT_ONCE = 500;

  private final Acknowledgements acknowledged;
  private final AtomicBoolean over;
  private final int part;
  private final Queue<Choice> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong choices = new AtomicLong();

  /** A hold that left a single seat where it need not. */
  private record Choice(long epoch, long version, List<Integer> seats, String before) {}

  /**
   * @param part seats side by side without an aisle, everywhere in the house
   */
  SingleSeats(Acknowledgements acknowledged, AtomicBoolean over, int part) {
    this.acknowledged = acknowledged;
    this.over = over;
    this.part = part;
  }

  /** Holds of numbered seats that were looked at. */
  long choices() {
    return choices.get();
  }

  /** Holds that broke the rule. */
  List<String> leftForNothing() {
    return wrong.stream()
        .filter(choice -> acknowledged.firstHeldIn(choice.epoch(), choice.seats()))
        .map(Choice::toString)
        .toList();
  }

  /** Until the sale is over; through losses of Redis, after which the next epoch is replayed. */
  void follow(RuntimeProcess process, EmbeddedRedis redis, String storeKey) {
    Availability seats = process.bean(Availability.class);
    SeatAudit audit = process.bean(SeatAudit.class);
    int numbered = process.bean(House.class).standing().getFirst().first();
    RedisClient client = RedisClient.create(redis.uri());
    try {
      while (!over.get()) {
        try (var connection = client.connect(new StringCodec(ISO_8859_1))) {
          replay(seats, audit, numbered, connection, storeKey);
        } catch (RedisException | StoreUnavailableException | StaleEpochException away) {
          pause();
        }
      }
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  /** From what the seats are now, as long as no version is missing. */
  private void replay(
      Availability seats,
      SeatAudit audit,
      int numbered,
      StatefulRedisConnection<String, String> connection,
      String storeKey) {
    Availability.Snapshot now = seats.fresh();
    int[] states = IntStream.range(0, numbered).map(now.bits()::state).toArray();
    long version = now.version();
    String log = "{" + storeKey + "}:" + now.epoch() + ":changes";
    while (!over.get()) {
      List<StreamMessage<String, String>> entries =
          connection.sync().xrange(log, from(version + 1), Limit.create(0, MOST_AT_ONCE));
      if (entries.isEmpty()) {
        if (audit.epoch() != now.epoch()) {
          return;
        }
        pause();
      }
      for (StreamMessage<String, String> entry : entries) {
        long next = Long.parseLong(entry.getId().split("-")[0]);
        if (next != version + 1) {
          return;
        }
        version = next;
        change(now.epoch(), version, states, entry.getBody().get("s"));
      }
    }
  }

  private static Range<String> from(long version) {
    return Range.from(Range.Boundary.including(version + "-0"), Range.Boundary.unbounded());
  }

  private static void pause() {
    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
  }

  /** Three bytes a seat: four times its index, and what it became. */
  private void change(long epoch, long version, int[] states, String packed) {
    byte[] bytes = packed.getBytes(ISO_8859_1);
    List<Integer> held = new ArrayList<>();
    int[] changes = new int[bytes.length / 3];
    for (int i = 0; i < changes.length; i++) {
      int at = 3 * i;
      changes[i] = (bytes[at] & 255) << 16 | (bytes[at + 1] & 255) << 8 | bytes[at + 2] & 255;
      int seat = changes[i] >> 2;
      boolean taken = (changes[i] & 3) == SeatBits.HELD;
      if (taken && seat < states.length && states[seat] == SeatBits.FREE) {
        held.add(seat);
      }
    }
    if (!held.isEmpty()) {
      choices.incrementAndGet();
      held.sort(null);
      look(epoch, version, states, held);
    }
    for (int change : changes) {
      if (change >> 2 < states.length) {
        states[change >> 2] = change & 3;
      }
    }
  }

  private void look(long epoch, long version, int[] before, List<Integer> held) {
    for (int first : held.stream().map(seat -> seat / part * part).distinct().toList()) {
      StringBuilder row = new StringBuilder();
      for (int seat = first; seat < first + part; seat++) {
        row.append(before[seat] != SeatBits.FREE ? 'x' : held.contains(seat) ? 'C' : '.');
      }
      if (leavesSingleForNothing(row.toString())) {
        wrong.add(new Choice(epoch, version, List.copyOf(held), row.toString()));
      }
    }
  }

  /**
   * @param row what others have as x, chosen seats as C, free ones that were not chosen as points
   */
  static boolean leavesSingleForNothing(String row) {
    for (String run : row.split("x")) {
      long left = run.chars().filter(seat -> seat == '.').count();
      boolean single = List.of(run.split("C")).contains(".");
      if (run.contains("C") && left > 1 && single) {
        return true;
      }
    }
    return false;
  }
}
