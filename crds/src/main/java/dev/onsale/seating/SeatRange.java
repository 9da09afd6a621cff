package dev.onsale.seating;

import org.jspecify.annotations.Nullable;

/**
 * A row or a standing section as a run of seat indexes.
 *
 * @param row null for standing room
 * @param first index of its first seat
 * @param size seats in it; the last index is {@code first + size - 1}
 */
public record SeatRange(
    String section, @Nullable String row, String tier, int rank, int first, int size) {

  /** True for general admission. */
  public boolean standing() {
    return row == null;
  }
}
