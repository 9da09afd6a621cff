package dev.onsale.booking.seats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeatBitsTest {

  @Test
  void aSeatsStateDoesNotTouchItsNeighbours() {
    SeatBits bits = SeatBits.free(9);

    for (int seat = 0; seat < 9; seat++) {
      bits.set(seat, seat % 4);
    }

    assertThat(IntStream.range(0, 9).map(bits::state).boxed())
        .isEqualTo(List.of(0, 1, 2, 3, 0, 1, 2, 3, 0));
  }

  @Test
  void theFirstSeatIsInTheHighestBits() {
    SeatBits bits = SeatBits.free(4);
    bits.set(0, SeatBits.SOLD);

    assertThat(bits.bytes()).containsExactly((byte) 0x80);
  }
}
