package dev.onsale.testbed.stores;

import dev.onsale.testbed.process.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/** Redis' server: the distribution's, else the 6.2 that embedded-redis carries. */
final class RedisBinary {
  private static final String CARRIED = "/redis-server-6.2.6-v5-linux-amd64";

  private RedisBinary() {}

  static Path find() {
    return installed().orElseGet(RedisBinary::carried);
  }

  private static Optional<Path> installed() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin");
    return Stream.of(path.split(":"))
        .map(folder -> Path.of(folder, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Path carried() {
    Path binary = Folders.sharedCache().resolve("redis-6.2.6/redis-server");
    if (Files.isExecutable(binary)) {
      return binary;
    }
    Path part = binary.resolveSibling("part." + ProcessHandle.current().pid());
    try (InputStream in = RedisBinary.class.getResourceAsStream(CARRIED)) {
      if (in == null) {
        throw new IllegalStateException(
            "no redis-server on PATH, and none is packaged for this machine: install redis-server");
      }
      Folders.createAbove(binary);
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
      return Files.move(part, binary, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack redis-server to " + binary, e);
    }
  }
}
