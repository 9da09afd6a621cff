package dev.onsale.testbed.image;

import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.LogTail;
import dev.onsale.testbed.process.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A JVM's ahead-of-time cache (JEP 483, 514): classes loaded and linked once, while the image is
 * built, which halves the processor time of each start. The training run is a start without any
 * configuration: it loads nearly everything, finds no configuration, and ends.
 */
final class StartupCache {
  /** The JVM checks it for every jar, so it must be the one the image's files get. */
  static final Instant FILE_TIME = Instant.ofEpochSecond(1);

  private static final long LIMIT_SECONDS = 300;

  private StartupCache() {}

  /**
   * Trains in a folder laid out as the image's {@code /app}; the JVM accepts another place as long
   * as everything moved together.
   *
   * @param options of the JVM, as in the image's entry point
   * @param classPath relative to {@code /app}, in the image's order
   */
  static Path train(
      Path runtime, Application application, List<String> options, List<String> classPath) {
    Path app = application.target().resolve("image/app");
    Path cache = application.target().resolve("image/start.aot");
    Path log = Folders.logs().resolve("startup-cache-" + application.module() + ".log");
    layOut(application, app, classPath);
    List<String> command = new ArrayList<>();
    command.add(runtime.resolve("bin/java").toString());
    command.addAll(options);
    command.add("-XX:AOTCacheOutput=" + cache);
    command.add("-Dspring.context.exit=onRefresh");
    command.add("-cp");
    command.add(
        classPath.stream()
            .map(jar -> app.resolve(jar).toString())
            .collect(Collectors.joining(":")));
    command.add(application.mainClass());
    command.addAll(application.arguments());
    run(command, app, log);
    Folders.remove(app);
    if (!Files.exists(cache)) {
      throw new StartFailure("the training run left no cache" + LogTail.of(log));
    }
    return cache;
  }

  private static void layOut(Application application, Path app, List<String> classPath) {
    Folders.remove(app);
    try {
      for (String jar : classPath) {
        Path copy = app.resolve(jar);
        Folders.createAbove(copy);
        Files.copy(application.target().resolve(jar), copy);
        Files.setLastModifiedTime(copy, FileTime.from(FILE_TIME));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy the jars to " + app, e);
    }
  }

  /** The application's own exit code says nothing here: without configuration it must fail. */
  private static void run(List<String> command, Path home, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // no configuration of this user, above all no kubeconfig, may turn the training into a real run
    builder.environment().clear();
    builder.environment().put("HOME", home.toString());
    builder.environment().put("KUBECONFIG", home.resolve("no-cluster").toString());
    builder.environment().put("ONSALE_CONFIG_DIR", home.resolve("no-event").toString());
    try {
      Process process = builder.start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new StartFailure(
            "the training run did not end within %d s%s".formatted(LIMIT_SECONDS, LogTail.of(log)));
      }
    } catch (IOException e) {
      throw new StartFailure("cannot run " + command.getFirst(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted during the training run", e);
    }
  }
}
