package dev.onsale.testbed.stores;

import dev.onsale.testbed.process.Folders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, from the archive that the zonky project publishes to Maven Central. */
final class PostgresBinaries {
  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

  private PostgresBinaries() {}

  /** The folder with {@code bin}, {@code lib} and {@code share}; unpacked once per version. */
  static Path folder() {
    try (InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
      if (archive == null) {
        throw new IllegalStateException(
            "PostgreSQL for this machine is not on the class path: only linux-amd64 is packaged");
      }
      byte[] bytes = archive.readAllBytes();
      Path folder = Folders.sharedCache().resolve("postgresql-" + Digests.shortHash(bytes));
      if (!Files.isDirectory(folder)) {
        unpackOnce(bytes, folder);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack PostgreSQL", e);
    }
  }

  /** Two processes may do this at once: each unpacks aside, the first rename wins. */
  private static void unpackOnce(byte[] archive, Path folder) throws IOException {
    Path part = folder.resolveSibling(folder.getFileName() + "." + ProcessHandle.current().pid());
    Folders.create(part);
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
    unpack(archive, part);
    try {
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      Folders.remove(part);
    }
  }

  private static void unpack(byte[] archive, Path to) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = to.resolve(entry.getName()).normalize();
        if (!target.startsWith(to)) {
          throw new IOException("the archive names a file outside of itself: " + entry.getName());
        }
        Folders.createAbove(target);
        if (entry.isDirectory()) {
          Folders.create(target);
        } else if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, target);
          Files.setPosixFilePermissions(target, permissions(entry));
        }
      }
    }
  }

  private static Set<PosixFilePermission> permissions(TarArchiveEntry entry) {
    boolean executable = (entry.getMode() & 0100) != 0;
    return PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--");
  }
}
