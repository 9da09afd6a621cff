package dev.onsale.testbed.bench.runtime;

import dev.onsale.testbed.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a JVM takes.
 *
 * @param heap bytes of it that a full collection leaves
 * @param resident bytes
 */
record Footprint(long heap, long resident) {
  private static final Pattern GENERATION =
      Pattern.compile("^ *(?:DefNew|Tenured|def new|tenured).* used (\\d+)K", Pattern.MULTILINE);

  /** Of a process, after a full collection. */
  static Footprint of(long pid) {
    jcmd(pid, "GC.run");
    return new Footprint(used(jcmd(pid, "GC.heap_info")), resident(pid));
  }

  /** The generations of the serial collector. */
  private static long used(String info) {
    return GENERATION
        .matcher(info)
        .results()
        .mapToLong(generation -> Long.parseLong(generation.group(1)) * 1024)
        .sum();
  }

  /** Resident bytes of a process at present. */
  static long resident(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException ended) {
      throw new IllegalStateException("process " + pid + " cannot be looked at", ended);
    }
  }

  private static String jcmd(long pid, String what) {
    return Command.output(
        Duration.ofSeconds(30),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            String.valueOf(pid),
            what));
  }
}
