package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.testbed.process.Guarded;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two processes of the operator, of which the one that works is killed. */
@Tag("slow")
class LeaderKillTest {

  private static final int EVENTS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  @Test
  void aLeaderKilledWhileItMakesAHundredEventsLeavesNoneBehindAndNothingTwice() throws Exception {
    try (World world = new World(World.EAGER)) {
      world.stopOperator();
      String namespace = world.newNamespace();
      try (Guarded first = process(world, "operator-a");
          Guarded second = process(world, "operator-b")) {
        await().atMost(PATIENCE).until(() -> leader(world) != null);
        for (int event = 0; event < EVENTS; event++) {
          world.create(Manifests.event(namespace, "event-" + event));
        }
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(20))
            .until(() -> deployments(world, namespace).size() > EVENTS / 4);

        ("operator-a".equals(leader(world)) ? first : second).kill();

        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(1))
            .until(
                () -> {
                  podsBecomeReady(world, namespace);
                  return ready(world, namespace) == EVENTS;
                });
        assertThat(deployments(world, namespace))
            .hasSize(EVENTS)
            .allSatisfy(
                deployment -> assertThat(deployment.getMetadata().getGeneration()).isEqualTo(1));
        assertThat(world.user.services().inNamespace(namespace).list().getItems()).hasSize(EVENTS);
        assertThat(world.user.apps().controllerRevisions().inNamespace(namespace).list().getItems())
            .hasSize(EVENTS);
        assertThat(
                world.superuser(
                    "SELECT count(*) FROM pg_namespace n WHERE obj_description(n.oid) LIKE '%"
                        + namespace
                        + "/event-%'"))
            .isEqualTo(String.valueOf(EVENTS));
      }
    }
  }

  private static Guarded process(World world, String name) throws IOException {
    Path folder = Files.createTempDirectory("onsale-" + name);
    return Guarded.start(
        new Guarded.Spec(
            name,
            folder,
            folder.resolve("log"),
            "TERM",
            Duration.ofSeconds(8),
            null,
            Map.of(
                "OPERATOR_NAMESPACE",
                World.OPERATOR_NAMESPACE,
                "LEADER_ELECTION",
                "true",
                "POD_NAME",
                name),
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx384m",
                "-Dkubeconfig=" + world.plane.kubeconfig(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.onsale.operator.OperatorApplication",
                "--server.port=0")));
  }

  private static String leader(World world) {
    Lease lease =
        world
            .user
            .resources(Lease.class)
            .inNamespace(World.OPERATOR_NAMESPACE)
            .withName("onsale-operator")
            .get();
    return lease == null ? null : lease.getSpec().getHolderIdentity();
  }

  private static List<Deployment> deployments(World world, String namespace) {
    return world.user.apps().deployments().inNamespace(namespace).list().getItems();
  }

  private static void podsBecomeReady(World world, String namespace) {
    deployments(world, namespace).stream()
        .filter(deployment -> deployment.getStatus().getAvailableReplicas() == null)
        .map(deployment -> deployment.getMetadata().getName().replace("-runtime", ""))
        .forEach(event -> world.podsBecomeReady(namespace, event));
  }

  private static long ready(World world, String namespace) {
    return world.user.resources(TicketEvent.class).inNamespace(namespace).list().getItems().stream()
        .map(event -> World.condition(event, "Ready").orElse(null))
        .filter(Objects::nonNull)
        .filter(condition -> "True".equals(condition.getStatus()))
        .count();
  }
}
