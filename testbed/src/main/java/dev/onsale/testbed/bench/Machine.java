package dev.onsale.testbed.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine a figure belongs to. */
final class Machine {

  private Machine() {}

  /** Processor and number of cores, such as {@code AMD EPYC 9554, 2 cores}. */
  static String inWords() {
    return "%s, %d cores".formatted(processor(), Runtime.getRuntime().availableProcessors());
  }

  private static String processor() {
    Path information = Path.of("/proc/cpuinfo");
    if (!Files.exists(information)) {
      return System.getProperty("os.arch");
    }
    try (var lines = Files.lines(information)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseGet(() -> System.getProperty("os.arch"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + information, e);
    }
  }
}
