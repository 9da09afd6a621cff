package dev.onsale.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The part of {@code docs/performance.md} that is written from a report, between two markers. */
public final class PerformancePage {

  static final String BEGIN = "<!-- measured: written by ./onsale bench, do not edit -->";
  static final String END = "<!-- measured: end -->";

  private PerformancePage() {}

  /**
   * Replaces what stands between the markers.
   *
   * @throws IOException if the page lacks a marker or cannot be written
   */
  public static void write(Path page, BenchReport report) throws IOException {
    Files.writeString(page, filled(Files.readString(page), report));
  }

  static String filled(String page, BenchReport report) throws IOException {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          "the page lacks the lines \"%s\" and \"%s\" between which the figures stand"
              .formatted(BEGIN, END));
    }
    return page.substring(0, begin + BEGIN.length())
        + "\n\n"
        + rendered(report.rows())
        + "\n"
        + page.substring(end);
  }

  private static String rendered(List<Row> rows) {
    String table =
        rows.stream()
            .map(
                row ->
                    "| `%s` | %s (%s) | %s (%s) | %s | %s | %d |\n"
                        .formatted(
                            row.name(),
                            number(row.ours()),
                            range(row.oursRange()),
                            number(row.reference()),
                            range(row.referenceRange()),
                            row.unit(),
                            ratio(row),
                            row.rounds()))
            .collect(Collectors.joining());
    return "| benchmark | ours (range) | reference (range) | unit | ratio | rounds |\n"
        + "|---|---|---|---|---|---|\n"
        + table
        + rows.stream().map(PerformancePage::details).collect(Collectors.joining());
  }

  private static String details(Row row) {
    String figures =
        row.figures().entrySet().stream()
            .map(PerformancePage::figure)
            .collect(Collectors.joining());
    String missed =
        row.missed().stream().map("- not kept: %s\n"::formatted).collect(Collectors.joining());
    return "\n`%s` against: %s. %s, %s.\n\n%s%s"
        .formatted(
            row.name(), row.referenceName(), row.machine(), row.measuredAt(), figures, missed);
  }

  private static String figure(Map.Entry<String, Object> figure) {
    Object value = figure.getValue();
    return "- %s: %s\n"
        .formatted(figure.getKey(), value instanceof Number n ? number(n.doubleValue()) : value);
  }

  private static String ratio(Row row) {
    return row.target() == null
        ? number(row.ratio())
        : "%s (%s)".formatted(number(row.ratio()), row.target());
  }

  private static String range(List<Double> range) {
    return range.stream().map(PerformancePage::number).collect(Collectors.joining("–"));
  }

  /** Three significant digits, whole numbers as they are. */
  static String number(double value) {
    if (value == Math.rint(value)) {
      return "%,d".formatted((long) value);
    }
    int digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
