package dev.onsale.testbed.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The end of a log, for messages that say why something did not start. */
public final class LogTail {
  private static final int LINES = 8;

  private LogTail() {}

  /** {@code "; log: FILE"} and the last lines of it, indented. */
  public static String of(Path log) {
    List<String> lines;
    try {
      lines = Files.readAllLines(log);
    } catch (IOException e) {
      return "; log: " + log;
    }
    return lines.stream()
        .skip(Math.max(0, lines.size() - LINES))
        .map(line -> "\n    " + (line.length() > 300 ? line.substring(0, 300) + "…" : line))
        .collect(Collectors.joining("", "; log: " + log, ""));
  }
}
