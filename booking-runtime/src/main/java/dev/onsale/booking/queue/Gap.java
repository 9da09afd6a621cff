package dev.onsale.booking.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of a lane that were skipped when Redis was lost, so that none is given twice. Only who
 * joined in the last moment before has one of them; they count as one person and are called
 * together.
 *
 * @param above the place before the first
 * @param to the last
 */
record Gap(long above, long to) {

  /** How many places stand for nobody between two others. */
  static long within(List<Gap> gaps, long above, long to) {
    return gaps.stream()
        .filter(gap -> above <= gap.above() && gap.to() <= to)
        .mapToLong(gap -> gap.to() - gap.above() - 1)
        .sum();
  }

  /** As the scripts spell them. */
  static String text(List<Gap> gaps) {
    return String.join(",", gaps.stream().map(gap -> gap.above() + ":" + gap.to()).toList());
  }

  /** Reads {@link #text}. */
  static List<Gap> of(String text) {
    List<Gap> gaps = new ArrayList<>();
    for (String gap : text.isEmpty() ? new String[0] : text.split(",")) {
      String[] end = gap.split(":");
      gaps.add(new Gap(Long.parseLong(end[0]), Long.parseLong(end[1])));
    }
    return gaps;
  }
}
