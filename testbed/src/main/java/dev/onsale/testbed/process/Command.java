package dev.onsale.testbed.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A short command, run to its end. */
public final class Command {
  private Command() {}

  /**
   * Runs a command with its output in {@code log}.
   *
   * @throws StartFailure when it cannot be run, fails, or takes longer than {@code timeout}
   */
  public static void run(Path log, Duration timeout, List<String> command) {
    run(log, timeout, Path.of("/"), Map.of(), command);
  }

  /** As above, in a folder and with variables added to the environment. */
  public static void run(
      Path log,
      Duration timeout,
      Path folder,
      Map<String, String> environment,
      List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    int code = end(start(builder, command), timeout, command, LogTail.of(log));
    if (code != 0) {
      throw new StartFailure(
          "%s failed with code %d%s".formatted(name(command), code, LogTail.of(log)));
    }
  }

  /** What a command prints, without the last line break; its standard error is dropped. */
  public static String output(Duration timeout, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = start(builder, command);
    try (var out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
      int code = end(process, timeout, command, "");
      if (code != 0) {
        throw new StartFailure("%s failed with code %d".formatted(name(command), code));
      }
      return text;
    } catch (IOException e) {
      throw new StartFailure("cannot read the output of " + name(command), e);
    }
  }

  private static Process start(ProcessBuilder builder, List<String> command) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new StartFailure("cannot run %s: is it installed?".formatted(command.getFirst()), e);
    }
  }

  private static int end(Process process, Duration timeout, List<String> command, String log) {
    try {
      if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    throw new StartFailure(
        "%s did not end within %d s%s".formatted(name(command), timeout.toSeconds(), log));
  }

  private static String name(List<String> command) {
    return String.join(" ", command.subList(0, Math.min(4, command.size())));
  }
}
