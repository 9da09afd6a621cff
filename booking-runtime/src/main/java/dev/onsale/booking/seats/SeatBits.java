package dev.onsale.booking.seats;

import dev.onsale.seating.Seat;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.IntConsumer;

/** Two bits a seat, the highest of a byte first. */
public final class SeatBits {
  /** Values of the two bits. */
  public static final int FREE = 0;

  public static final int HELD = 1;
  public static final int SOLD = 2;
  public static final int WITHHELD = 3;

  private final byte[] bytes;

  private SeatBits(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes over the bytes. */
  static SeatBits of(byte[] bytes) {
    return new SeatBits(bytes);
  }

  /** All seats free. */
  static SeatBits free(int seats) {
    return new SeatBits(new byte[(seats + 3) / 4]);
  }

  /** State of the seat with that index; seats beyond the end are free, as in Redis. */
  public int state(int index) {
    int at = index / 4;
    return at < bytes.length ? bytes[at] >> shift(index) & 3 : FREE;
  }

  void set(int index, int state) {
    int cleared = bytes[index / 4] & ~(3 << shift(index));
    bytes[index / 4] = (byte) (cleared | state << shift(index));
  }

  /** As many seats as there are, whatever Redis left out at the end. */
  static SeatBits of(byte[] bytes, int seats) {
    return new SeatBits(Arrays.copyOf(bytes, (seats + 3) / 4));
  }

  SeatBits copy() {
    return new SeatBits(bytes.clone());
  }

  /** Calls back for each seat whose state is another one in those bits, which are as many. */
  void differing(SeatBits others, IntConsumer seat) {
    for (int at = 0; at < bytes.length; at++) {
      int different = bytes[at] ^ others.bytes[at];
      for (int i = 0; different != 0 && i < 4; i++) {
        if ((different >> shift(i) & 3) != 0) {
          seat.accept(at * 4 + i);
        }
      }
    }
  }

  /**
   * How many of the seats from a first one on are in each state.
   *
   * @return by state
   */
  int[] counts(int first, int size) {
    int[] counts = new int[4];
    for (int index = first; index < first + size; index++) {
      counts[state(index)]++;
    }
    return counts;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** The states of those seats alone, packed anew in their order. */
  public byte[] packed(Collection<Seat> seats) {
    SeatBits packed = free(seats.size());
    int next = 0;
    for (Seat seat : seats) {
      packed.set(next++, state(seat.index()));
    }
    return packed.bytes;
  }

  private static int shift(int index) {
    return 6 - 2 * (index % 4);
  }
}
