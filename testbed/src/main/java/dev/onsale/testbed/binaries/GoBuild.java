package dev.onsale.testbed.binaries;

import dev.onsale.testbed.process.Command;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds a program from its Go module at the version pinned in {@code testbed/binaries}. */
final class GoBuild {
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Map<String, String> ENVIRONMENT =
      Map.of("CGO_ENABLED", "0", "GOFLAGS", "-mod=readonly", "GOTOOLCHAIN", "auto");

  private GoBuild() {}

  /**
   * @param whyNotDownloaded for the message when there is no Go either
   */
  static void build(Program program, Path to, String whyNotDownloaded) {
    String go =
        find()
            .orElseThrow(
                () ->
                    new StartFailure(
                        """
                        no %s of Kubernetes %s: it could not be downloaded (%s), and there is no Go to build it with.
                        Do one of: install Go 1.25 or newer; allow the download; put the programs into a folder and \
                        name it in ONSALE_BINARIES.\
                        """
                            .formatted(
                                program.fileName(), KubernetesBinaries.VERSION, whyNotDownloaded)));
    Path module = Folders.checkout().resolve("testbed/binaries").resolve(program.module());
    Path log = Folders.logs().resolve("go-build.log");
    String step =
        "building %s (Kubernetes %s) from its Go module: about %s on 2 cores, once (log: %s)"
            .formatted(program.fileName(), KubernetesBinaries.VERSION, program.buildTime(), log);
    try (var _ = Progress.begin(step)) {
      Command.run(log, LIMIT, module, ENVIRONMENT, command(go, program, to));
    }
  }

  private static List<String> command(String go, Program program, Path to) {
    return List.of(
        go, "build", "-trimpath", "-ldflags", flags(), "-o", to.toString(), program.goPackage());
  }

  private static String flags() {
    String version = "-X k8s.io/component-base/version.";
    String[] parts = KubernetesBinaries.VERSION.split("\\.");
    return "-s -w "
        + version
        + "gitVersion=v"
        + KubernetesBinaries.VERSION
        + " "
        + version
        + "gitMajor="
        + parts[0]
        + " "
        + version
        + "gitMinor="
        + parts[1];
  }

  static Optional<String> find() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Stream.of(path.split(":")).map(Path::of), Stream.of(Path.of("/usr/local/go/bin")))
        .map(folder -> folder.resolve("go"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
