package dev.onsale.booking.queue;

import dev.onsale.booking.queue.QueueCheckpoint.Door;
import dev.onsale.booking.queue.QueueCheckpoint.Inside;
import dev.onsale.booking.queue.QueueCheckpoint.Window;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.redis.Reply;
import dev.onsale.booking.redis.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A checkpoint as the scripts read and write it. */
final class CheckpointInRedis {
  /** Lua takes some thousands of values at once. */
  private static final int CHUNK = 1_000;

  private static final List<String> KEYS =
      List.of(
          "queue",
          "sessions",
          "session-ids",
          "lost",
          "admitted",
          "arrived",
          "door",
          "registered",
          "windows",
          "open-windows",
          "new-windows",
          "results",
          "past");

  private CheckpointInRedis() {}

  /** Lasting keys of an epoch, for whoever discards it. */
  static List<String> keys(Lanes lanes) {
    List<String> keys = new ArrayList<>(KEYS);
    for (Lane lane : lanes.all()) {
      keys.add("came:" + lane.number());
      keys.add("claimed:" + lane.number());
    }
    return keys;
  }

  /**
   * @param people whose claims and sessions to copy; null to read them
   */
  static QueueCheckpoint take(EventRedis redis, Lanes lanes, @Nullable QueueCheckpoint people) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(people == null ? 1 : 0);
    lanes.all().forEach(lane -> arguments.add(lane.kind().letter()));
    Values values = new Values(redis.run(QueueScripts.CHECKPOINT, arguments.toArray()));
    int peak = (int) values.number();
    long registered = values.number();
    long clock = values.number();
    List<Door> doors = new ArrayList<>();
    for (Lane lane : lanes.all()) {
      doors.add(door(lane, values));
    }
    List<Window> open = values.list().stream().map(CheckpointInRedis::window).toList();
    if (people != null) {
      return new QueueCheckpoint(peak, registered, clock, doors, open, List.of()).with(people);
    }
    List<String> came = values.list();
    for (Lane lane : lanes.all()) {
      doors.set(lane.number(), doors.get(lane.number()).with(places(lane, came)));
    }
    List<String> live = values.list();
    List<Inside> inside = new ArrayList<>();
    for (int at = 0; at < live.size(); at += 2) {
      inside.add(new Inside(live.get(at), Long.parseLong(live.get(at + 1))));
    }
    return new QueueCheckpoint(peak, registered, clock, doors, open, inside);
  }

  /** The values of a reply, one after the other. */
  private static final class Values {
    private final Reply reply;
    private int at = 1;

    Values(Reply reply) {
      this.reply = reply;
    }

    String text() {
      return reply.text(at++);
    }

    long number() {
      return (long) Double.parseDouble(text());
    }

    List<String> list() {
      List<String> values = new ArrayList<>();
      for (long left = number(); left > 0; left--) {
        values.add(text());
      }
      return values;
    }
  }

  private static Door door(Lane lane, Values values) {
    long tail = values.number();
    long cutoff = values.number();
    long passed = values.number();
    List<Gap> gaps = Gap.of(values.text());
    List<String> claims = values.list();
    List<Long> claimed = List.of();
    if (lane.drawn()) {
      claimed = claims.stream().map(Long::parseLong).sorted().toList();
    } else if (!claims.isEmpty()) {
      claimed = places(Long.parseLong(claims.get(0)), claims.get(1), passed);
    }
    Door door = new Door(tail, 0, cutoff, passed, gaps, List.of(), claimed);
    return lane.drawn() ? door : door.reserved();
  }

  /** Places of a lane, of those of all lanes: a lane's number, a colon and a place each. */
  private static List<Long> places(Lane lane, List<String> all) {
    String prefix = lane.number() + ":";
    return all.stream()
        .filter(one -> one.startsWith(prefix))
        .map(one -> Long.valueOf(one.substring(prefix.length())))
        .sorted()
        .toList();
  }

  /** The numbers of the bits that are set, from a byte on and above a place. */
  private static List<Long> places(long firstByte, String bits, long above) {
    byte[] bytes = bits.getBytes(StandardCharsets.ISO_8859_1);
    List<Long> places = new ArrayList<>();
    for (int at = 0; at < bytes.length; at++) {
      for (int bit = 0; bytes[at] != 0 && bit < 8; bit++) {
        long place = (firstByte + at) * 8 + bit;
        if ((bytes[at] & 0x80 >> bit) != 0 && place > above) {
          places.add(place);
        }
      }
    }
    return places;
  }

  private static Window window(String text) {
    String[] part = text.split(":");
    return new Window(
        Long.parseLong(part[0]),
        Long.parseLong(part[1]),
        Long.parseLong(part[3]),
        Integer.parseInt(part[4]));
  }

  static void build(
      QueueCheckpoint checkpoint,
      EventRedis redis,
      long epoch,
      long term,
      Lanes lanes,
      int claimTimeoutSeconds,
      long attachMillis) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(checkpoint.peak());
    arguments.add(checkpoint.registered());
    arguments.add(checkpoint.clock());
    arguments.add(attachMillis);
    arguments.add(claimTimeoutSeconds * 1000L / 3);
    arguments.add(term);
    arguments.add(checkpoint.lanes().size());
    for (int number = 0; number < checkpoint.lanes().size(); number++) {
      Door door = checkpoint.lanes().get(number);
      String kind = lanes.all().get(number).kind().letter();
      in(epoch, redis, QueueScripts.BUILD_NOTED, List.of("came", number, kind), door.came());
      in(epoch, redis, QueueScripts.BUILD_NOTED, List.of("claimed", number, kind), door.claimed());
      arguments.addAll(List.of(door.tail(), door.ceiling(), door.cutoff(), door.passed()));
      arguments.add(Gap.text(door.gaps()));
    }
    List<Object> inside = new ArrayList<>();
    checkpoint.inside().forEach(one -> inside.addAll(List.of(one.session(), one.ends())));
    in(epoch, redis, QueueScripts.BUILD_LOST, List.of(), inside);
    for (Window window : checkpoint.open()) {
      arguments.add(
          "%d:%d:%d:%d".formatted(window.from(), window.to(), window.deadline(), window.lane()));
    }
    // Last: the time for those who were inside begins with it.
    redis.build(epoch, QueueScripts.BUILD, arguments.toArray());
  }

  private static void in(
      long epoch, EventRedis redis, Script script, List<?> before, List<?> values) {
    for (int from = 0; from < values.size(); from += CHUNK) {
      List<Object> chunk = new ArrayList<>(before);
      chunk.addAll(values.subList(from, Math.min(values.size(), from + CHUNK)));
      redis.build(epoch, script, chunk.toArray());
    }
  }
}
