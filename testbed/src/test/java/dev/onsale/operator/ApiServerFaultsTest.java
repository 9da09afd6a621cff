package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.testbed.kubernetes.ControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** An API server that goes away and comes back, and one that comes back as it was before. */
@DisabledIfSystemProperty(
    named = "onsale.kindcontainer",
    matches = "true",
    disabledReason = "etcd's folder is in its container")
class ApiServerFaultsTest {

  private static final OperatorSettings EAGER =
      new OperatorSettings(
          World.OPERATOR_NAMESPACE,
          false,
          "test",
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5));

  private final ControlPlane plane = ControlPlane.start(ControlPlane.Controllers.OFF);
  private final KubernetesClient user = plane.client();
  private final AtomicBoolean ended = new AtomicBoolean();
  private OperatorRuntime operator;

  @TempDir private Path backup;

  @BeforeEach
  void install() {
    World.installCrds(user);
    user.resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(World.OPERATOR_NAMESPACE)
                .endMetadata()
                .build())
        .create();
    operator = started(ChartRights.grant(plane, Map.of()));
  }

  @AfterEach
  void end() {
    operator.close();
    plane.close();
  }

  @WaitingTest
  void workGoesOnWhenTheApiServerIsBack() {
    create("before");
    awaitRefusal("before", "nowhere");

    plane.whileDown(etcd -> {});

    rename("before", "elsewhere");
    awaitRefusal("before", "elsewhere");
    create("after");
    awaitRefusal("after", "nowhere");
    assertThat(ended).isFalse();
  }

  /** Longer than watches, leases and requests wait; with {@code -Donsale.long=true} ten minutes. */
  @WaitingTest
  @Tag("slow")
  void workGoesOnWhenTheApiServerWasAwayForLong() {
    Duration away =
        Boolean.getBoolean("onsale.long") ? Duration.ofMinutes(10) : Duration.ofSeconds(75);
    create("long-before");
    awaitRefusal("long-before", "nowhere");

    plane.whileDown(etcd -> await().pollDelay(away).atMost(away.plusSeconds(10)).until(() -> true));

    rename("long-before", "elsewhere");
    awaitRefusal("long-before", "elsewhere");
    create("long-after");
    awaitRefusal("long-after", "nowhere");
    user.resources(TicketEvent.class).inNamespace("default").withName("long-before").delete();
    await()
        .atMost(World.PATIENCE)
        .until(
            () ->
                user.resources(TicketEvent.class)
                        .inNamespace("default")
                        .withName("long-before")
                        .get()
                    == null);
    assertThat(ended).isFalse();
  }

  @WaitingTest
  void anEtcdRestoredFromABackupIsSeenAnew() {
    create("old");
    awaitRefusal("old", "nowhere");
    plane.whileDown(etcd -> copy(etcd, backup));
    rename("old", "changed-and-lost");
    awaitRefusal("old", "changed-and-lost");
    for (int n = 0; n < 20; n++) {
      create("lost-" + n);
    }
    awaitRefusal("lost-19", "nowhere");

    plane.whileDown(etcd -> copy(backup, etcd));
    await().atMost(World.PATIENCE).untilTrue(ended);
    operator.close();
    operator = started(ChartRights.grant(plane, Map.of()));

    rename("old", "after-the-restore");
    awaitRefusal("old", "after-the-restore");
    create("lost-0");
    awaitRefusal("lost-0", "nowhere");
  }

  private OperatorRuntime started(Config config) {
    OperatorRuntime runtime =
        new OperatorRuntime(config, EAGER, Clock.systemUTC(), () -> ended.set(true), http -> {});
    runtime.start();
    return runtime;
  }

  private void create(String name) {
    user.resource(World.generic(Manifests.event("default", name, "nowhere", "Retain", "later")))
        .create();
  }

  private void rename(String name, String platform) {
    user.resources(TicketEvent.class)
        .inNamespace("default")
        .withName(name)
        .patch(
            io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE),
            "{\"spec\":{\"platformRef\":{\"name\":\"%s\"}}}".formatted(platform));
  }

  /** The operator has seen the spec as it is: it names the platform that is not there. */
  private void awaitRefusal(String name, String platform) {
    await()
        .atMost(World.PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                World.message(
                        user.resources(TicketEvent.class)
                            .inNamespace("default")
                            .withName(name)
                            .require(),
                        "SpecValid")
                    .contains("\"" + platform + "\""));
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> there = Files.exists(to) ? Files.walk(to) : Stream.empty()) {
      for (Path old : there.sorted(java.util.Comparator.reverseOrder()).toList()) {
        if (!old.equals(to)) {
          Files.delete(old);
        }
      }
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.toList()) {
          Path target = to.resolve(from.relativize(file).toString());
          if (Files.isDirectory(file)) {
            Files.createDirectories(target);
          } else {
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
