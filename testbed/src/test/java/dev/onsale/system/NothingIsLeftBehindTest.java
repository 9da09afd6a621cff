package dev.onsale.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.testbed.kubernetes.LocalNode;
import dev.onsale.testbed.process.Guarded;
import dev.onsale.testbed.stores.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the machine looks like after a node and its stores is what it looked like before. */
@Tag("slow")
@Timeout(180)
class NothingIsLeftBehindTest {
  private static final String TELLS = "names: ";

  @Test
  void afterAnOrderlyEnd() throws Exception {
    MachineState before = MachineState.now();
    List<String> ours;
    try (LocalNode node = LocalNode.start();
        Stores stores = Stores.start(node.gatewayAddress())) {
      node.awaitReady();
      ours = namesOf(node, stores);
      assertThat(before.newOf(ours)).as("what a running node adds").hasSizeGreaterThan(10);
    }
    assertNothingIsNew(ours, before);
  }

  @Test
  void afterTheOwnerWasKilled() throws Exception {
    MachineState before = MachineState.now();
    Process owner = own();
    List<String> ours;
    try (BufferedReader said = owner.inputReader()) {
      ours = ours(said);
      assertThat(before.newOf(ours)).as("what a running node adds").hasSizeGreaterThan(10);
      owner.destroyForcibly().waitFor();
    }
    assertNothingIsNew(ours, before);
  }

  @Test
  void afterADetachedOneWasEnded() throws Exception {
    MachineState before = MachineState.now();
    Process owner = own("detach");
    List<String> ours;
    try (BufferedReader said = owner.inputReader()) {
      ours = ours(said);
      assertThat(owner.waitFor()).isZero();
    }
    assertThat(before.newOf(ours)).as("what outlives its owner").hasSizeGreaterThan(10);
    for (String name : ours) {
      if (name.startsWith("/")) {
        assertThat(Guarded.endDetached(Path.of(name), Duration.ofSeconds(30))).isTrue();
      }
    }
    assertNothingIsNew(ours, before);
  }

  private static void assertNothingIsNew(List<String> ours, MachineState before) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(before.newOf(ours)).isEmpty());
  }

  private static List<String> namesOf(LocalNode node, Stores stores) throws IOException {
    List<String> names = new ArrayList<>();
    names.add(stores.postgres().process().folder().toString());
    names.add(stores.redis().process().folder().toString());
    names.add(stores.kafka().process().folder().toString());
    names.addAll(MachineState.namesOfNode(node.folder(), node.name()));
    return names;
  }

  /** The names the owner tells, after whatever is logged. */
  private static List<String> ours(BufferedReader said) {
    String line = said.lines().filter(l -> l.startsWith(TELLS)).findFirst().orElseThrow();
    return List.of(line.substring(TELLS.length()).split(" "));
  }

  private static Process own(String... arguments) throws IOException {
    List<String> line =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Owner.class.getName()),
                Stream.of(arguments))
            .toList();
    return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Starts a node and the stores, then waits to be killed, or detaches them and ends. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] arguments) throws Exception {
      LocalNode node = LocalNode.start();
      Stores stores = Stores.start(node.gatewayAddress());
      node.awaitReady();
      if (arguments.length > 0) {
        node.detach();
        stores.detach();
      }
      System.out.println(TELLS + String.join(" ", namesOf(node, stores)));
      if (arguments.length == 0) {
        Thread.sleep(Duration.ofMinutes(5));
      }
    }
  }
}
