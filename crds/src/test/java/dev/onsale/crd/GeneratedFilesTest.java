package dev.onsale.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The committed files agree with the records. With {@code -Donsale.write} it writes them instead of
 * complaining.
 */
class GeneratedFilesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String COMMAND =
      "mvn -pl crds test -Dtest=GeneratedFilesTest -Donsale.write";

  @TestFactory
  Stream<DynamicTest> committedFilesAgreeWithTheRecords() {
    var crds = Crds.byFile();
    var definitions =
        crds.entrySet().stream()
            .map(
                e ->
                    agrees(
                        ROOT.resolve("charts/onsale/crds/" + e.getKey()), Crds.yaml(e.getValue())));
    return Stream.concat(
        definitions,
        Stream.of(agrees(ROOT.resolve("docs/api.md"), ApiReference.of(crds.values()))));
  }

  private static DynamicTest agrees(Path file, String wanted) {
    return DynamicTest.dynamicTest(
        ROOT.relativize(file).toString(),
        () -> {
          if (System.getProperty("onsale.write") != null) {
            write(file, wanted);
          }
          assertThat(file).as("regenerate it with: %s", COMMAND).hasContent(wanted);
        });
  }

  private static void write(Path file, String wanted) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, wanted);
  }
}
