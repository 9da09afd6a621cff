package dev.onsale.testbed.bench.runtime;

import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.Guarded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program in a JVM of its own, with the options of the images. */
final class Jvm {
  /** 45 % of a gibibyte, as the image and the chart ask of a pod with that limit. */
  private static final String HEAP = "-Xmx460m";

  private static final Duration STOP = Duration.ofSeconds(30);

  private Jvm() {}

  static List<String> command(String classPath, String mainClass, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                HEAP,
                "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of(System.getProperty("onsale.bench.jvm", "").split(" ")));
    command.removeIf(String::isEmpty);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(List.of(arguments));
    return command;
  }

  static Guarded start(String name, Map<String, String> environment, List<String> command) {
    return Guarded.start(
        new Guarded.Spec(
            name,
            Folders.state(name),
            Folders.logs().resolve(name + "-" + ProcessHandle.current().pid() + ".log"),
            "TERM",
            STOP,
            null,
            environment,
            command));
  }
}
