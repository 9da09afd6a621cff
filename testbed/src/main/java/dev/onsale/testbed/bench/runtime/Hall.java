package dev.onsale.testbed.bench.runtime;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * 50,000 numbered seats: 25 sections of 50 rows of 40, with an aisle in the middle.
 *
 * @param free seats of each row that are not sold, from its first one on
 */
record Hall(int free) {
  static final int ROW = 40;
  static final int ROWS = 1_250;
  static final int SEATS = ROW * ROWS;
  private static final int ROWS_A_SECTION = 50;

  static final Hall EMPTY = new Hall(ROW);
  static final Hall NEARLY_SOLD = new Hall(ROW / 20);

  /** The seat map. */
  static String json() {
    String rows =
        IntStream.rangeClosed(1, ROWS_A_SECTION)
            .mapToObj("{\"name\": \"%d\", \"seats\": 40, \"aisleAfter\": [20]}"::formatted)
            .collect(Collectors.joining(","));
    return IntStream.rangeClosed(1, ROWS / ROWS_A_SECTION)
        .mapToObj(
            rank ->
                "{\"name\": \"S%d\", \"tier\": \"%s\", \"rank\": %d, \"rows\": [%s]}"
                    .formatted(rank, EventOnSale.TIER, rank, rows))
        .collect(Collectors.joining(",", "{\"sections\": [", "]}"));
  }

  /** Id of the seat with that index. */
  static String id(int index) {
    int row = index / ROW;
    return "S%d-%d-%d"
        .formatted(row / ROWS_A_SECTION + 1, row % ROWS_A_SECTION + 1, index % ROW + 1);
  }

  /** First seats of all groups of that size that can be held side by side, row by row. */
  List<Integer> groups(int size) {
    return IntStream.range(0, SEATS)
        .filter(index -> index % size == 0 && index % ROW + size <= free)
        .boxed()
        .toList();
  }
}
