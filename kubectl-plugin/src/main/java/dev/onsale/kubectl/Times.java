package dev.onsale.kubectl;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments and spans as people read them. */
final class Times {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE d MMM yyyy HH:mm:ss xxx", Locale.ENGLISH);

  private Times() {}

  /** Such as {@code Mon 1 Mar 2027 19:00:00 +09:00}. */
  static String at(Instant instant, ZoneId zone) {
    return LOCAL.format(instant.atZone(zone));
  }

  /** Such as {@code in 3 h 12 min} or {@code 2 d 4 h ago}. */
  static String fromNow(Instant instant, Instant now) {
    Duration time = Duration.between(now, instant);
    return time.isNegative() ? span(time.negated()) + " ago" : "in " + span(time);
  }

  private static String span(Duration time) {
    if (time.toDays() > 0) {
      return "%d d %d h".formatted(time.toDays(), time.toHoursPart());
    }
    if (time.toHours() > 0) {
      return "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
    }
    return time.toMinutes() > 0
        ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
        : time.toSeconds() + " s";
  }
}
