package dev.onsale.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {

  @TempDir private Path folder;

  @Test
  void aRowHasTheAgreedFieldsUnderItsOwnName() throws IOException {
    Path file = folder.resolve("deep/report.json");
    BenchReport.read(file).with(List.of(row("join", 8))).write(file);

    JsonNode row = new ObjectMapper().readTree(file.toFile()).get(0);
    assertThat(row.path("name").asText()).isEqualTo("join");
    assertThat(row.path("unit").asText()).isEqualTo("ms");
    assertThat(row.path("ours").asDouble()).isEqualTo(8);
    assertThat(row.path("reference").asDouble()).isEqualTo(4);
    assertThat(row.path("referenceName").asText()).isEqualTo("a bare one");
    assertThat(row.path("ratio").asDouble()).isEqualTo(2);
    assertThat(row.path("rounds").asInt()).isEqualTo(1);
  }

  @Test
  void anotherRunReplacesItsOwnRowAndKeepsTheOthers() throws IOException {
    Path file = folder.resolve("report.json");
    new BenchReport(List.of(row("claim", 1), row("join", 8))).write(file);

    BenchReport.read(file).with(List.of(row("join", 6))).write(file);

    assertThat(BenchReport.read(file).rows())
        .extracting(Row::name, Row::ours)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("claim", 1.0),
            org.assertj.core.groups.Tuple.tuple("join", 6.0));
  }

  @Test
  void aFileThatIsNoReportIsRefusedByName() throws IOException {
    Path file = folder.resolve("letter.txt");
    Files.writeString(file, "Dear reader");

    assertThatThrownBy(() -> BenchReport.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("letter.txt");
  }

  @Test
  void thePageGetsTheFiguresBetweenItsMarkersAndKeepsTheRest() throws IOException {
    String page =
        "# Performance\n\n"
            + PerformancePage.BEGIN
            + "\n\nold\n"
            + PerformancePage.END
            + "\n\nAnd more.\n";

    var report = new BenchReport(List.of(row("join", 8)));

    String filled = PerformancePage.filled(page, report);

    assertThat(filled)
        .startsWith("# Performance")
        .endsWith("And more.\n")
        .contains("| `join` | 8 (8–8) | 4 (4–4) | ms | 2 (at most 2) | 1 |", "- memory, MiB: 12.3")
        .doesNotContain("old");
    assertThat(PerformancePage.filled(filled, report)).isEqualTo(filled);
  }

  @Test
  void thePageOfThisCheckoutSaysWhatItsReportSays() throws IOException {
    Path docs = dev.onsale.testbed.process.Folders.checkout().resolve("docs");
    String page = Files.readString(docs.resolve("performance.md"));

    assertThat(PerformancePage.filled(page, BenchReport.read(docs.resolve("performance.json"))))
        .isEqualTo(page);
  }

  private static Row row(String name, double ours) {
    return Row.of(
        name,
        "ms",
        new Interleaved.Samples(List.of(ours), List.of(4.0)),
        "a bare one",
        "at most 2",
        List.of(),
        Map.of("memory, MiB", 12.34));
  }
}
