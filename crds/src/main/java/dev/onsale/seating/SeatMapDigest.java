package dev.onsale.seating;

import dev.onsale.api.v1alpha1.Row;
import dev.onsale.api.v1alpha1.Section;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The canonical form of a seat map: one line a section and a row, all defaults written out. Names
 * cannot contain the separators, so two different maps never have the same form.
 */
final class SeatMapDigest {
  private SeatMapDigest() {}

  static String of(SeatMap map) {
    var text = new StringBuilder("onsale-seat-map/1\n");
    for (var section : map.sections()) {
      append(text, section);
      section.rows().forEach(row -> append(text, row));
    }
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void append(StringBuilder text, Section section) {
    var g = section.geometry();
    line(
        text,
        "section",
        section.name(),
        section.tier(),
        section.rank(),
        section.standing() ? section.places() : "rows",
        g == null
            ? ""
            : g.x() + "," + g.y() + "," + g.width() + "," + g.height() + "," + g.rotation());
  }

  private static void append(StringBuilder text, Row row) {
    line(
        text,
        "row",
        row.name(),
        row.seats(),
        row.firstNumber(),
        row.step(),
        numbers(row.aisleAfter()),
        numbers(row.blocked()),
        row.accessible().stream()
            .map(a -> a.seat() + "+" + (a.companion() == null ? "" : a.companion()))
            .sorted()
            .collect(Collectors.joining(",")),
        row.allotted().stream()
            .map(a -> a.from() + ".." + a.to() + "=" + a.allotment())
            .sorted()
            .collect(Collectors.joining(",")));
  }

  private static String numbers(List<Integer> numbers) {
    return numbers.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static void line(StringBuilder text, Object... parts) {
    for (var part : parts) {
      text.append(part).append('|');
    }
    text.append('\n');
  }
}
