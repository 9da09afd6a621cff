package dev.onsale.booking.seats;

import dev.onsale.seating.Seat;
import java.util.Collection;

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
