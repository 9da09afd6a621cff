package dev.onsale.booking.seats;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment of the seats, the same for every process.
 *
 * @param epoch one life of the event's data in Redis
 * @param number grows with every change within the epoch
 */
public record SeatVersion(long epoch, long number) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})");

  /**
   * Reads {@code EPOCH.N}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static SeatVersion of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no version of the seats; it is EPOCH.N, as in an earlier answer");
    }
    return new SeatVersion(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  /** {@code EPOCH.N}. */
  @Override
  public String toString() {
    return epoch + "." + number;
  }
}
