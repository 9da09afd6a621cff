package dev.onsale.api.v1alpha1;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times and durations as the API writes them. They stay strings in the records, so that whatever
 * the schema admits can be read; here they get their meaning.
 */
public final class ApiTimes {
  /** Durations: whole hours, minutes and seconds, added up, such as {@code 1h30m}. */
  public static final String DURATION = "^([0-9]{1,6}(h|m|s))+$";

  /** Times: RFC 3339 of this millennium, with seconds, offset at most 17:59. */
  public static final String TIME =
      "^2[0-9]{3}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?"
          + "(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])$";

  private static final Pattern WHOLE = Pattern.compile(DURATION);
  private static final Pattern PART = Pattern.compile("([0-9]+)([hms])");

  private ApiTimes() {}

  /**
   * @param text as {@link #DURATION}
   * @throws IllegalArgumentException if it is none, or longer than 292 years
   */
  public static Duration duration(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration; write hours, minutes and seconds, such as 1h30m");
    }
    try {
      return PART.matcher(text)
          .results()
          .map(part -> part(Long.parseLong(part.group(1)), part.group(2)))
          .reduce(Duration.ZERO, Duration::plus);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "duration '" + text + "' is too long; use at most 8760h", e);
    }
  }

  /**
   * @param text RFC 3339, with any offset
   * @throws IllegalArgumentException if it is no such time
   */
  public static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a time; write RFC 3339, such as 2027-03-01T10:00:00Z", e);
    }
  }

  /** {@link #instant} of a field that may be absent. */
  public static @Nullable Instant instantOrNull(@Nullable String text) {
    return text == null ? null : instant(text);
  }

  private static Duration part(long count, String unit) {
    return switch (unit) {
      case "h" -> Duration.ofHours(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofSeconds(count);
    };
  }
}
