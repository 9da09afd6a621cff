package dev.onsale.booking.seats;

import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.redis.Script;
import dev.onsale.seating.Seat;
import dev.onsale.seating.SeatRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes the seats of a new epoch from who owns which. */
public final class SeatsBuild {
  /** Lasting keys of an epoch, for whoever discards it. */
  public static final List<String> KEYS =
      List.of(
          "seats",
          "version",
          "changes",
          "counts",
          "owners",
          "allotted",
          "standing-next",
          "deadlines",
          "conversions",
          "conversion-seats");

  private static final Script SEATS = build("build");
  private static final Script OWNERS = build("build-owners");
  private static final Script ALLOTTED = build("build-allotted");
  private static final Script RETURNED = build("build-returned");
  private static final int CHUNK = 1_000;

  private final EventRedis redis;
  private final House house;

  SeatsBuild(EventRedis redis, House house) {
    this.redis = redis;
    this.house = house;
  }

  /** Nothing is read by anybody before that epoch is put in force. */
  public void build(long epoch, List<OwnedSeats.Owned> owned) {
    int seats = house.plan().size();
    SeatBits bits = SeatBits.free(seats);
    house.plan().seats().stream()
        .filter(house::withheld)
        .forEach(seat -> bits.set(seat.index(), SeatBits.WITHHELD));
    List<Object> owners = new ArrayList<>();
    for (OwnedSeats.Owned order : owned) {
      for (int index : order.seats()) {
        bits.set(index, order.sold() ? SeatBits.SOLD : SeatBits.HELD);
        owners.add(index);
        owners.add("o" + order.orderId());
      }
    }
    int[] counts = new int[4];
    for (int index = 0; index < seats; index++) {
      counts[bits.state(index)]++;
    }
    List<Object> arguments = new ArrayList<>();
    arguments.add(new String(bits.bytes(), StandardCharsets.ISO_8859_1));
    for (int count : counts) {
      arguments.add(count);
    }
    for (SeatRange section : house.standing()) {
      standing(epoch, section, bits, arguments);
    }
    redis.build(epoch, SEATS, arguments.toArray());
    List<Object> kept = new ArrayList<>();
    for (Seat seat : house.plan().seats()) {
      if (!seat.blocked() && house.kept(seat)) {
        kept.add(seat.index());
        kept.add(seat.allotment());
      }
    }
    inChunks(kept, chunk -> redis.build(epoch, ALLOTTED, chunk.toArray()));
    inChunks(owners, chunk -> redis.build(epoch, OWNERS, chunk.toArray()));
  }

  /** Units are given out from the first one; those below the last owned one go to the free list. */
  private void standing(long epoch, SeatRange section, SeatBits bits, List<Object> arguments) {
    int next = section.first();
    List<Object> free = new ArrayList<>();
    for (int index = section.first(); index < section.first() + section.size(); index++) {
      if (bits.state(index) == SeatBits.FREE) {
        free.add(index);
      } else {
        next = index + 1;
      }
    }
    int beginning = next;
    List<Object> returned =
        new ArrayList<>(free.stream().filter(index -> (Integer) index < beginning).toList());
    inChunks(
        returned,
        chunk -> {
          List<Object> all = new ArrayList<>(chunk);
          all.addFirst(section.first());
          redis.build(epoch, RETURNED, all.toArray());
        });
    arguments.add(section.first());
    arguments.add(next);
    arguments.add(free.size());
  }

  private static void inChunks(List<Object> all, java.util.function.Consumer<List<Object>> write) {
    for (int from = 0; from < all.size(); from += CHUNK) {
      write.accept(all.subList(from, Math.min(all.size(), from + CHUNK)));
    }
  }

  private static Script build(String name) {
    return Script.of("epoch/keys.lua", "seats/" + name + ".lua");
  }
}
