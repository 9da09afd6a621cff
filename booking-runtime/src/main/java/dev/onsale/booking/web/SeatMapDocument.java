package dev.onsale.booking.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.onsale.booking.seats.House;
import dev.onsale.seating.Seat;
import dev.onsale.seating.SeatRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The static seat map. The states of {@code GET /seats/availability} follow the order of the seats
 * here.
 */
record SeatMapDocument(String digest, int seats, List<Section> sections) {

  /**
   * @param capacity of standing room, which has no rows
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Section(
      String name, String tier, int rank, @Nullable Integer capacity, @Nullable List<Row> rows) {}

  /**
   * @param seats ids, from one end of the row to the other
   * @param aisleAfter ids of seats after which the row is parted
   * @param allotted ids of seats that are kept for a role, some of them until a time
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Row(
      String name,
      List<String> seats,
      List<String> aisleAfter,
      List<String> notForSale,
      List<String> allotted,
      List<String> accessible) {}

  static SeatMapDocument of(House house) {
    Map<String, List<SeatRange>> bySection = new LinkedHashMap<>();
    house
        .plan()
        .ranges()
        .forEach(
            range ->
                bySection.computeIfAbsent(range.section(), name -> new ArrayList<>()).add(range));
    List<Section> sections =
        bySection.values().stream().map(ranges -> section(house, ranges)).toList();
    return new SeatMapDocument(house.digest(), house.plan().size(), sections);
  }

  private static Section section(House house, List<SeatRange> ranges) {
    SeatRange first = ranges.getFirst();
    boolean standing = first.standing();
    return new Section(
        first.section(),
        first.tier(),
        first.rank(),
        standing ? first.size() : null,
        standing ? null : ranges.stream().map(range -> row(house, range)).toList());
  }

  private static Row row(House house, SeatRange range) {
    List<Seat> seats = house.plan().seats().subList(range.first(), range.first() + range.size());
    return new Row(
        String.valueOf(range.row()),
        ids(seats, seat -> true),
        ids(seats, Seat::aisleAfter),
        ids(seats, Seat::blocked),
        ids(seats, seat -> seat.allotment() != null),
        ids(seats, Seat::accessible));
  }

  private static List<String> ids(List<Seat> seats, Predicate<Seat> which) {
    return seats.stream().filter(which).map(Seat::id).toList();
  }
}
