package dev.onsale.operator.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.schedule.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** With {@code -Donsale.write} it writes the pages instead of complaining. */
class ReasonPagesTest {

  private static final Path PAGES = Path.of("..", "docs", "reasons");
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Pattern USE = Pattern.compile("\\bReason\\.(\\w+)");

  @Test
  void committedPagesAgreeWithTheReasons() throws IOException {
    Map<String, String> wanted = ReasonPages.all();
    if (System.getProperty("onsale.write") != null) {
      write(wanted);
    }
    assertThat(names(PAGES))
        .as("regenerate with: mvn -pl operator -am test -Dtest=ReasonPagesTest -Donsale.write")
        .isEqualTo(wanted.keySet());
    for (var page : wanted.entrySet()) {
      assertThat(PAGES.resolve(page.getKey())).hasContent(page.getValue());
    }
  }

  @Test
  void everyReasonIsUsed() throws IOException {
    Set<String> phases = Stream.of(Phase.values()).map(Enum::name).collect(Collectors.toSet());
    Set<String> used = used();
    assertThat(Reason.values())
        .extracting(Enum::name)
        .filteredOn(reason -> !phases.contains(reason))
        .allSatisfy(reason -> assertThat(used).contains(reason));
  }

  @Test
  void everyPhaseIsAReason() {
    assertThat(Phase.values())
        .allSatisfy(phase -> assertThat(Reason.named(phase.name())).isPresent());
  }

  @Test
  void whoeverMustActIsToldHow() {
    assertThat(Reason.values())
        .filteredOn(reason -> reason.severity() == Reason.Severity.NeedsAPerson)
        .allSatisfy(reason -> assertThat(reason.fix()).isNotEqualTo("Nothing."));
  }

  private static Set<String> used() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("Reason.java"))
          .flatMap(file -> USE.matcher(read(file)).results())
          .map((MatchResult use) -> use.group(1))
          .collect(Collectors.toSet());
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
    }
  }

  private static void write(Map<String, String> pages) throws IOException {
    Files.createDirectories(PAGES);
    for (String stale : names(PAGES)) {
      if (!pages.containsKey(stale)) {
        Files.delete(PAGES.resolve(stale));
      }
    }
    for (var page : pages.entrySet()) {
      Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
