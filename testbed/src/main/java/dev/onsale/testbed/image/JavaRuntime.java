package dev.onsale.testbed.image;

import dev.onsale.testbed.process.Command;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Java runtime of the images: cut from this JDK with jlink, and the few libraries it links. */
final class JavaRuntime {
  /** Of this JDK, what Spring, Netty, fabric8, JDBC and Kafka's client load. */
  private static final String MODULES =
      "java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,"
          + "java.net.http,java.scripting,java.security.jgss,java.security.sasl,java.sql,"
          + "java.transaction.xa,java.xml,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,"
          + "jdk.zipfs";

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  private JavaRuntime() {}

  /** The runtime's folder; made once per JDK. */
  static Path folder() {
    String version = System.getProperty("java.vm.version").replaceAll("[^0-9A-Za-z.]+", "-");
    Path folder =
        Folders.cache()
            .resolve("java-runtime-" + version + "-" + Integer.toHexString(MODULES.hashCode()));
    if (!Files.isDirectory(folder)) {
      link(folder);
    }
    return folder;
  }

  /** The libraries of this machine that the runtime needs, the dynamic linker among them. */
  static Set<Path> systemLibraries(Path runtime) {
    Set<Path> libraries = new TreeSet<>();
    for (String file :
        List.of(
            "bin/java",
            "lib/libjli.so",
            "lib/libnet.so",
            "lib/libzip.so",
            "lib/server/libjvm.so")) {
      libraries.addAll(linkedBy(runtime.resolve(file)));
    }
    libraries.removeIf(library -> library.startsWith(runtime));
    return libraries;
  }

  private static Set<Path> linkedBy(Path file) {
    Set<Path> libraries = new TreeSet<>();
    Matcher matcher =
        LIBRARY.matcher(Command.output(Duration.ofSeconds(10), List.of("ldd", file.toString())));
    while (matcher.find()) {
      libraries.add(Path.of(matcher.group(1)));
    }
    return libraries;
  }

  /** Two processes may do this at once: each links aside, the first rename wins. */
  private static void link(Path folder) {
    Path part = folder.resolveSibling(folder.getFileName() + "." + ProcessHandle.current().pid());
    Path log = Folders.logs().resolve("jlink.log");
    Folders.createAbove(part);
    Folders.remove(part);
    Path jlink = Path.of(System.getProperty("java.home"), "bin/jlink");
    if (!Files.isExecutable(jlink)) {
      throw new StartFailure("no jlink in %s: install a whole JDK 25".formatted(jlink));
    }
    Command.run(
        log,
        LIMIT,
        List.of(
            jlink.toString(),
            "--add-modules",
            MODULES,
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--generate-cds-archive",
            "--output",
            part.toString()));
    try {
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      Folders.remove(part);
      if (!Files.isDirectory(folder)) {
        throw new UncheckedIOException("cannot write to " + folder, e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }
}
