package dev.onsale.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.testbed.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as people run it, in a process of its own, and the machine before and after it. */
@Tag("slow")
@Timeout(900)
class DemoCommandTest {
  @TempDir private Path folder;

  @Test
  void theDemoReportsASoldOutEventAndLeavesTheMachineAsItWas() throws Exception {
    MachineState before = MachineState.now();
    Path file = folder.resolve("report.json");
    Process demo = demo("--report", file.toString());
    List<String> ours = namesOnceTheSaleIsNear(demo);

    assertThat(demo.waitFor(12, TimeUnit.MINUTES)).isTrue();

    assertThat(demo.exitValue()).as(output()).isZero();
    JsonNode report = new ObjectMapper().readTree(file.toFile());
    assertThat(report.path("sold").asInt()).isEqualTo(report.path("capacity").asInt(-1));
    assertThat(report.path("oversold").asInt(-1)).isZero();
    assertThat(report.path("paidWithoutTicketOrRefund").asInt(-1)).isZero();
    assertThat(report.path("turnViolations").asInt(-1)).isZero();
    assertThat(report.path("maxActiveSeen").asInt(Integer.MAX_VALUE))
        .isLessThanOrEqualTo(report.path("maxActiveConfigured").asInt());
    assertNothingIsNew(ours, before);
  }

  @Test
  void aDemoThatIsKilledLeavesTheMachineAsItWas() throws Exception {
    MachineState before = MachineState.now();
    Process demo = demo();
    List<String> ours = namesOnceTheSaleIsNear(demo);

    demo.destroyForcibly().waitFor();

    assertNothingIsNew(ours, before);
  }

  private void assertNothingIsNew(List<String> ours, MachineState before) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(before.newOf(ours)).isEmpty();
              assertThat(states()).isEmpty();
            });
  }

  /** State folders of the demo, which were told to lie where no other run's do. */
  private List<Path> states() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("onsale-")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process demo(String... options) throws IOException {
    // PostgreSQL runs as another user and must get through
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "demo"));
    line.addAll(List.of(options));
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("ONSALE_LOGS", folder.resolve("logs").toString());
    return builder.redirectOutput(folder.resolve("output.txt").toFile()).start();
  }

  /** Waits until pods of an event exist, then reads by which names the node would be recognised. */
  private List<String> namesOnceTheSaleIsNear(Process demo) throws IOException {
    await()
        .atMost(Duration.ofMinutes(6))
        .until(() -> !demo.isAlive() || output().contains("phase "));
    assertThat(demo.isAlive()).as(output()).isTrue();
    List<String> names = new ArrayList<>();
    for (Path state : states()) {
      names.add(state.toString());
      if (Files.exists(state.resolve("network"))) {
        String network = Files.readString(state.resolve("network")).strip();
        names.addAll(MachineState.namesOfNode(state, "onsale-" + network));
      }
    }
    assertThat(names).hasSizeGreaterThan(6);
    return names;
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
