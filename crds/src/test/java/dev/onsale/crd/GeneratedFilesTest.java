package dev.onsale.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
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
  Stream<DynamicTest> committedFilesAgreeWithTheRecords() throws IOException {
    var crds = Crds.byFile();
    var definitions =
        Stream.of("charts/onsale/crds/", released())
            .flatMap(
                folder ->
                    crds.entrySet().stream()
                        .map(
                            e ->
                                agrees(
                                    ROOT.resolve(folder + e.getKey()), Crds.yaml(e.getValue()))));
    return Stream.concat(
        definitions,
        Stream.of(agrees(ROOT.resolve("docs/api.md"), ApiReference.of(crds.values()))));
  }

  /**
   * Where CompatibilityTest finds what this version released: it changes with the definitions until
   * the chart's version moves on, and never afterwards.
   */
  private static String released() throws IOException {
    String version =
        new YAMLMapper()
            .readTree(Files.readString(ROOT.resolve("charts/onsale/Chart.yaml")))
            .path("version")
            .asText();
    return "crds/src/test/resources/released/" + version + "/";
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
