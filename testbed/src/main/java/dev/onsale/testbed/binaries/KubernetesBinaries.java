package dev.onsale.testbed.binaries;

import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.StartFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The programs of Kubernetes at the pinned version, from the first of these that has them: the
 * folder named by {@code ONSALE_BINARIES}, the cache, the official download with its checksum, a
 * build from the Go modules in {@code testbed/binaries}.
 */
public final class KubernetesBinaries {
  /** Kubernetes' version, without {@code v}. */
  public static final String VERSION = "1.35.4";

  private static final String NAMED_FOLDER = "ONSALE_BINARIES";

  private KubernetesBinaries() {}

  /** The program's path; fetched or built first where needed, once per machine. */
  public static Path path(Program program) {
    String named = System.getenv(NAMED_FOLDER);
    if (named != null && program.ofKubernetes()) {
      Path binary = Path.of(named).toAbsolutePath().resolve(program.fileName());
      if (!Files.isExecutable(binary)) {
        throw new StartFailure(
            "%s=%s holds no executable %s of Kubernetes %s: put it there or unset %s"
                .formatted(NAMED_FOLDER, named, program.fileName(), VERSION, NAMED_FOLDER));
      }
      return binary;
    }
    Path binary = cacheFolder().resolve(program.fileName());
    return Files.isExecutable(binary) ? binary : provideOnce(program, binary);
  }

  /** Makes sure that all of these exist, the long ones first. */
  public static void provide(List<Program> programs) {
    programs.forEach(KubernetesBinaries::path);
  }

  /** Where they are kept between runs. */
  public static Path cacheFolder() {
    return Folders.cache().resolve("kubernetes-" + VERSION + "/bin");
  }

  /** A lock file keeps a second process waiting instead of building the same thing beside us. */
  private static Path provideOnce(Program program, Path binary) {
    Folders.createAbove(binary);
    Path lockFile = binary.resolveSibling(".lock");
    synchronized (KubernetesBinaries.class) {
      try (var file = new RandomAccessFile(lockFile.toFile(), "rw");
          FileLock lock = file.getChannel().lock()) {
        if (lock.isValid() && !Files.isExecutable(binary)) {
          Path part = Folders.create(binary.resolveSibling(".part"));
          Path made = part.resolve(program.fileName());
          Files.deleteIfExists(made);
          obtain(program, made);
          Files.move(made, binary, StandardCopyOption.ATOMIC_MOVE);
        }
        return binary;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write to " + binary.getParent(), e);
      }
    }
  }

  private static void obtain(Program program, Path to) {
    Optional<String> reason = OfficialDownload.fetch(program, to);
    if (reason.isPresent()) {
      GoBuild.build(program, to, reason.get());
    }
  }
}
