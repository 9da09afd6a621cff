package dev.onsale.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the testbed keeps files: the checkout, the cache, the logs of this run, temporary state.
 */
public final class Folders {
  private static final int RUNS_WITH_LOGS = 10;
  private static @Nullable Path logs;

  private Folders() {}

  /**
   * The root of the checkout: {@code ONSALE_ROOT}, else the nearest folder above the working
   * directory that holds the testbed.
   */
  public static Path checkout() {
    String named = System.getenv("ONSALE_ROOT");
    if (named != null) {
      return Path.of(named);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("testbed/binaries/kubernetes/go.mod"))) {
        return at;
      }
    }
    throw new IllegalStateException(
        "no Onsale checkout above %s: run from inside the checkout, or set ONSALE_ROOT"
            .formatted(Path.of("").toAbsolutePath()));
  }

  /** {@code ONSALE_CACHE}, else {@code XDG_CACHE_HOME/onsale}, else {@code ~/.cache/onsale}. */
  public static Path cache() {
    String named = System.getenv("ONSALE_CACHE");
    if (named != null) {
      return Path.of(named).toAbsolutePath();
    }
    String xdg = System.getenv("XDG_CACHE_HOME");
    return xdg != null
        ? Path.of(xdg, "onsale").toAbsolutePath()
        : Path.of(System.getProperty("user.home"), ".cache", "onsale");
  }

  /**
   * A cache that other users of this machine can read, for processes that refuse to run as root.
   */
  public static Path sharedCache() {
    return Privilege.isRoot() && System.getenv("ONSALE_CACHE") == null
        ? Path.of("/var/cache/onsale")
        : cache();
  }

  /**
   * The folder for the logs of this process; those of the last {@value RUNS_WITH_LOGS} runs stay.
   */
  public static synchronized Path logs() {
    if (logs != null) {
      return logs;
    }
    String named = System.getenv("ONSALE_LOGS");
    Path folder;
    if (named != null) {
      folder = Path.of(named).toAbsolutePath();
    } else {
      Path all = cache().resolve("logs");
      forgetOldRuns(all);
      String run =
          LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"))
              + "-"
              + ProcessHandle.current().pid();
      folder = all.resolve(run);
    }
    logs = create(folder);
    return logs;
  }

  /**
   * A new folder under the system's temporary one, which other users may pass through but not list.
   */
  public static Path state(String name) {
    try {
      Path folder = Files.createTempDirectory("onsale-" + name + "-");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a state folder for " + name, e);
    }
  }

  /** Creates a folder and its parents; an existing one is fine. */
  public static Path create(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + folder, e);
    }
  }

  /** Creates the folders above a file; existing ones are fine. */
  public static void createAbove(Path file) {
    Path folder = file.getParent();
    if (folder != null) {
      create(folder);
    }
  }

  /** Removes a folder and what is in it; symbolic links are not followed. */
  public static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  private static void forgetOldRuns(Path all) {
    if (!Files.isDirectory(all)) {
      return;
    }
    List<Path> runs;
    try (var folders = Files.list(all)) {
      runs = folders.sorted(Comparator.<Path>naturalOrder().reversed()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + all, e);
    }
    runs.stream().skip(RUNS_WITH_LOGS - 1L).filter(run -> !inUse(run)).forEach(Folders::remove);
  }

  /** The name of a run's folder ends with its process; other files there are nobody's run. */
  private static boolean inUse(Path run) {
    String name = run.getFileName().toString();
    String process = name.substring(name.lastIndexOf('-') + 1);
    return !process.matches("[0-9]{1,18}") || ProcessHandle.of(Long.parseLong(process)).isPresent();
  }
}
