package dev.onsale.booking.tokens;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Ids of holds. An id says by itself what is held, for whom and until when, so that the same can be
 * held again should Redis lose it. By itself it gives nothing: Redis knows the hold by its name and
 * decides.
 */
public final class HoldIds {
  /** Characters of an id at most: 100 seats anywhere in a house of 50,000 need 500. */
  public static final int LONGEST = 512;

  private static final int NAME = 12;
  private static final int BOUND = 8;
  private static final int CONTENT = NAME + 4 + 8 + BOUND;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SignedBytes frame;

  /**
   * @param event identifies the event among all events of all clusters
   */
  public HoldIds(KeyRing keys, String event) {
    this.frame = new SignedBytes("hold", keys, event, LONGEST);
  }

  /**
   * A hold.
   *
   * @param name 16 random characters; what Redis and PostgreSQL call it
   * @param epoch it was made in
   * @param deadline in milliseconds since 1970 on Redis' clock
   * @param seats indexes in the seat map, as they were asked for
   */
  public record Named(String name, long epoch, long deadline, List<Integer> seats) {
    public Named {
      seats = List.copyOf(seats);
    }

    /** Id of the order that it becomes, if it does: one hold is one order, whoever asks again. */
    public UUID order() {
      ByteBuffer digest =
          ByteBuffer.wrap(
              SignedBytes.sha256(("order of hold " + name).getBytes(StandardCharsets.UTF_8)));
      long high = (digest.getLong() & ~0xf000L) | 0x8000L;
      long low = (digest.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
      return new UUID(high, low);
    }
  }

  /**
   * What an id says.
   *
   * @param yours whether it was issued to the buyer that shows it
   */
  public record Shown(Named hold, boolean yours) {}

  /** A name that no other hold has. */
  public static String newName() {
    byte[] random = new byte[NAME];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** The id of a hold, good for that buyer only. */
  public String issue(Named hold, String buyer) {
    return frame.seal(
        mac -> {
          ByteBuffer content = ByteBuffer.allocate(CONTENT + 5 * hold.seats().size());
          content
              .put(Base64.getUrlDecoder().decode(hold.name()))
              .putInt(Math.toIntExact(hold.epoch()))
              .putLong(hold.deadline())
              .put(PlaceTokens.binding(mac, buyer));
          write(hold.seats(), content);
          return Arrays.copyOf(content.array(), content.position());
        });
  }

  /** Reads an id; empty when this event did not issue it. */
  public Optional<Shown> read(String id, String buyer) {
    return frame
        .open(id)
        .filter(opened -> opened.content().remaining() >= CONTENT)
        .map(
            opened -> {
              ByteBuffer content = opened.content();
              byte[] name = new byte[NAME];
              content.get(name);
              long epoch = content.getInt();
              long deadline = content.getLong();
              byte[] bound = new byte[BOUND];
              content.get(bound);
              Named hold =
                  new Named(
                      Base64.getUrlEncoder().withoutPadding().encodeToString(name),
                      epoch,
                      deadline,
                      seats(content));
              boolean yours =
                  MessageDigest.isEqual(bound, PlaceTokens.binding(opened.mac(), buyer));
              return new Shown(hold, yours);
            });
  }

  /** The way from each seat to the next, in seven bits a byte: neighbours need one byte. */
  private static void write(List<Integer> seats, ByteBuffer out) {
    int last = 0;
    for (int seat : seats) {
      int step = seat - last;
      int left = step << 1 ^ step >> 31;
      while ((left & ~0x7f) != 0) {
        out.put((byte) (left | 0x80));
        left >>>= 7;
      }
      out.put((byte) left);
      last = seat;
    }
  }

  private static List<Integer> seats(ByteBuffer in) {
    List<Integer> seats = new ArrayList<>();
    int last = 0;
    while (in.hasRemaining()) {
      int step = 0;
      int shift = 0;
      int next = 0x80;
      while ((next & 0x80) != 0) {
        next = in.get();
        step |= (next & 0x7f) << shift;
        shift += 7;
      }
      last += step >>> 1 ^ -(step & 1);
      seats.add(last);
    }
    return seats;
  }
}
