package dev.onsale.booking.redis;

import java.util.List;

/** A script's reply: the outcome's name, then its values in the order the script gives them. */
public record Reply(List<Object> values) {

  /** The name in capitals, such as {@code HELD}. */
  public String outcome() {
    return text(0);
  }

  /** The value at that place; 0 is the outcome. */
  public String text(int place) {
    return String.valueOf(values.get(place));
  }

  /** The value at that place as a whole number. */
  public long number(int place) {
    return Long.parseLong(text(place));
  }

  /** As {@link #number}, for values that are known to be small. */
  public int count(int place) {
    return Math.toIntExact(number(place));
  }

  /** All values from a place on, as small whole numbers. */
  public List<Integer> countsFrom(int place) {
    return values.subList(place, values.size()).stream()
        .map(value -> Integer.valueOf(String.valueOf(value)))
        .toList();
  }
}
