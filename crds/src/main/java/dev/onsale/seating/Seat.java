package dev.onsale.seating;

import org.jspecify.annotations.Nullable;

/**
 * One numbered seat, or one unit of standing room.
 *
 * @param index dense, 0 to n-1, stable for a digest
 * @param id {@code SECTION-ROW-NUMBER}, or {@code SECTION-UNIT} for standing room
 * @param row null for standing room
 * @param number as printed on the seat; the unit, from 1, for standing room
 * @param position place in its row from 0, or in its standing section
 * @param aisleAfter true if nobody sits next to it on the side of higher numbers though the row
 *     goes on
 * @param companionOf number of the wheelchair place it belongs to, else null
 * @param allotment null if it is for everybody
 */
public record Seat(
    int index,
    String id,
    String section,
    @Nullable String row,
    int number,
    int position,
    String tier,
    boolean blocked,
    boolean accessible,
    boolean aisleAfter,
    @Nullable Integer companionOf,
    @Nullable String allotment) {

  /** True for a unit of standing room. */
  public boolean standing() {
    return row == null;
  }
}
