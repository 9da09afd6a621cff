package dev.onsale.testbed.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import dev.onsale.testbed.process.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The images of the operator and the booking runtime, built without Docker and without pulling
 * anything: a jlink runtime, the libraries it links, the dependencies, the application. They run as
 * user 1000 on a read-only root; only {@code /tmp} must be writable.
 */
public final class Images {
  private static final AbsoluteUnixPath JAVA = AbsoluteUnixPath.get("/opt/java");
  private static final AbsoluteUnixPath APP = AbsoluteUnixPath.get("/app");
  private static final String USER = "1000:1000";

  /** Beside its heap a JVM takes 200 MiB and more: classes, code, threads, buffers. */
  private static final String MEMORY = "-XX:MaxRAMPercentage=45 -XX:+ExitOnOutOfMemoryError";

  /** What the training run of the startup cache must have in common with every start. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private Images() {}

  /**
   * A docker archive of the application, named {@link Application#image()}; built again only when a
   * jar is newer.
   *
   * @throws StartFailure when the application has not been packaged
   */
  public static Path tar(Application application) {
    Path tar = application.target().resolve("image.tar");
    if (!upToDate(tar, application)) {
      // never a half-written archive under the final name
      Path part = application.target().resolve("image.tar.part");
      Archives.write(builder(application), application.image(), part);
      try {
        Files.move(part, tar, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + tar, e);
      }
    }
    return tar;
  }

  /**
   * Pushes the application to a registry that takes anonymous pushes and may speak plain HTTP.
   *
   * @param registry {@code host:port}
   * @return the image's name there
   */
  public static String push(Application application, String registry) {
    String name = application.image(registry);
    try {
      Archives.build(
          builder(application),
          Containerizer.to(RegistryImage.named(name)).setAllowInsecureRegistries(true));
      return name;
    } catch (InvalidImageReferenceException e) {
      throw new IllegalArgumentException("not a registry: " + registry, e);
    }
  }

  private static JibContainerBuilder builder(Application application) {
    List<Path> libraries = libraries(application);
    Path runtime = JavaRuntime.folder();
    // relative to /app, as in target
    List<String> classPath =
        Stream.concat(Stream.of(application.jar()), libraries.stream())
            .map(jar -> application.target().relativize(jar).toString())
            .toList();
    Path cache = StartupCache.train(runtime, application, OPTIONS, classPath);
    return Jib.fromScratch()
        .addFileEntriesLayer(systemLayer(runtime))
        .addFileEntriesLayer(javaLayer(runtime))
        .addFileEntriesLayer(layer("dependencies", APP.resolve("lib"), libraries))
        .addFileEntriesLayer(layer("application", APP, List.of(application.jar(), cache)))
        .setEntrypoint(entryPoint(application, classPath, cache))
        .setProgramArguments(application.arguments())
        .addEnvironmentVariable("PATH", JAVA + "/bin")
        // by environment, so that a Deployment can say otherwise
        .addEnvironmentVariable("JAVA_TOOL_OPTIONS", MEMORY)
        // glibc keeps a pool of freed memory for each of eight threads a core, and gives none back
        .addEnvironmentVariable("MALLOC_ARENA_MAX", "2")
        .setUser(USER)
        .setWorkingDirectory(APP);
  }

  private static List<String> entryPoint(
      Application application, List<String> classPath, Path cache) {
    List<String> command = new ArrayList<>();
    command.add(JAVA + "/bin/java");
    command.addAll(OPTIONS);
    command.add("-XX:AOTCache=" + APP.resolve(cache.getFileName()));
    command.add("-cp");
    command.add(
        classPath.stream()
            .map(jar -> APP.resolve(jar).toString())
            .collect(Collectors.joining(":")));
    command.add(application.mainClass());
    return command;
  }

  private static FileEntriesLayer systemLayer(Path runtime) {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName("system");
    try {
      for (Path library : JavaRuntime.systemLibraries(runtime)) {
        // the dynamic linker is among them, and is executed
        layer.addEntry(
            library.toRealPath(),
            AbsoluteUnixPath.get(library.toString()),
            FilePermissions.fromOctalString("755"));
      }
      Path users = Files.createTempFile("onsale-", ".passwd");
      users.toFile().deleteOnExit();
      Files.writeString(
          users, "root:x:0:0:root:/:/sbin/nologin\nonsale:x:1000:1000:onsale:/app:/sbin/nologin\n");
      layer.addEntry(users, AbsoluteUnixPath.get("/etc/passwd"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the libraries of this machine", e);
    }
    return layer.build();
  }

  private static FileEntriesLayer javaLayer(Path runtime) {
    try {
      return FileEntriesLayer.builder()
          .setName("java")
          .addEntryRecursive(
              runtime,
              JAVA,
              (file, inImage) ->
                  FilePermissions.fromOctalString(Files.isExecutable(file) ? "755" : "644"))
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + runtime, e);
    }
  }

  private static FileEntriesLayer layer(String name, AbsoluteUnixPath folder, List<Path> files) {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    files.forEach(
        file ->
            layer.addEntry(
                file,
                folder.resolve(file.getFileName()),
                FilePermissions.DEFAULT_FILE_PERMISSIONS,
                StartupCache.FILE_TIME));
    return layer.build();
  }

  private static List<Path> libraries(Application application) {
    if (!Files.exists(application.jar()) || !Files.isDirectory(application.libraries())) {
      throw new StartFailure(
          "%s is not packaged: run mvn package (./onsale does)".formatted(application.jar()));
    }
    try (Stream<Path> jars = Files.list(application.libraries())) {
      return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + application.libraries(), e);
    }
  }

  private static boolean upToDate(Path tar, Application application) {
    if (!Files.exists(tar)) {
      return false;
    }
    List<Path> inputs = new ArrayList<>(libraries(application));
    inputs.add(application.jar());
    try {
      FileTime built = Files.getLastModifiedTime(tar);
      for (Path input : inputs) {
        if (Files.getLastModifiedTime(input).compareTo(built) > 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compare " + tar + " with its jars", e);
    }
  }
}
