package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.testbed.Steadily;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The workloads of an event, and what becomes of them when the topology changes. */
class TopologyTest {

  private static final String SPLIT = "{\"spec\":{\"topology\":\"Split\"}}";
  private static final String SINGLE = "{\"spec\":{\"topology\":\"Single\"}}";

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @Test
  void aSplitEventHasAWorkloadForEachRole() {
    split("apart");

    for (String role : List.of("queue", "booking", "worker")) {
      Deployment deployment = deployment("apart-" + role).require();
      assertThat(deployment.getSpec().getSelector().getMatchLabels())
          .containsEntry("app.kubernetes.io/component", role);
      assertThat(deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv())
          .contains(new EnvVar("ONSALE_ROLES", role, null));
      assertThat(world.user.services().inNamespace(namespace).withName("apart-" + role).get())
          .isNotNull();
      assertThat(
              world.user.serviceAccounts().inNamespace(namespace).withName("apart-" + role).get())
          .isNotNull();
    }
    assertThat(deployment("apart-runtime").get()).isNull();
  }

  @Test
  void aSplitEventIsReadyOnceEachOfItsWorkloadsIs() {
    split("staged");

    World.becomesReady(deployment("staged-queue"));
    World.becomesReady(deployment("staged-booking"));
    TicketEvent waiting =
        world.awaitCondition(namespace, "staged", "RuntimeAvailable", "Unknown", "Starting");
    assertThat(World.message(waiting, "RuntimeAvailable")).contains("staged-worker");

    World.becomesReady(deployment("staged-worker"));
    world.awaitCondition(namespace, "staged", "Ready", "True", "Ready");
  }

  @Test
  void anUnchangedSplitEventCostsNoWrite() {
    split("calm");
    world.podsBecomeReady(namespace, "calm");
    world.awaitCondition(namespace, "calm", "Ready", "True", "Ready");

    world.awaitSilence("/namespaces/" + namespace + "/");
  }

  @Test
  void theOldWorkloadsGoOnceTheNewOnesAreAvailable() {
    world.create(Manifests.event(namespace, "torn"));
    world.awaitProvisioned(namespace, "torn");
    world.podsBecomeReady(namespace, "torn");
    world.awaitCondition(namespace, "torn", "Ready", "True", "Ready");

    world.patch(namespace, "torn", SPLIT);
    world.awaitCondition(namespace, "torn", "RuntimeAvailable", "Unknown", "Starting");
    World.becomesReady(deployment("torn-queue"));
    World.becomesReady(deployment("torn-booking"));
    Steadily.holds(Duration.ofSeconds(2), () -> assertThat(named("torn-runtime")).hasSize(3));

    World.becomesReady(deployment("torn-worker"));
    await().atMost(World.PATIENCE).untilAsserted(() -> assertThat(named("torn-runtime")).isEmpty());
    world.awaitCondition(namespace, "torn", "Ready", "True", "Ready");

    world.patch(namespace, "torn", SINGLE);
    await().atMost(World.PATIENCE).until(() -> deployment("torn-runtime").get() != null);
    assertThat(named("torn-queue")).hasSize(3);
    World.becomesReady(deployment("torn-runtime"));
    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        List.of(named("torn-queue"), named("torn-booking"), named("torn-worker")))
                    .allMatch(List::isEmpty));
  }

  @Test
  void aSplitEventIsDeletedWithAllItsWorkloads() {
    split("ended");

    world.event(namespace, "ended").delete();

    world.awaitGone(namespace, "ended");
    Map<String, String> label = Map.of("onsale.dev/event", "ended");
    var client = world.user;
    assertThat(
            client.apps().deployments().inNamespace(namespace).withLabels(label).list().getItems())
        .isEmpty();
    assertThat(client.services().inNamespace(namespace).withLabels(label).list().getItems())
        .isEmpty();
    assertThat(
            client
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(namespace)
                .withLabels(label)
                .list()
                .getItems())
        .isEmpty();
    assertThat(
            client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(namespace)
                .withLabels(label)
                .list()
                .getItems())
        .isEmpty();
    assertThat(client.serviceAccounts().inNamespace(namespace).withLabels(label).list().getItems())
        .isEmpty();
  }

  private void split(String name) {
    world.create(Manifests.event(namespace, name).replace("spec:\n", "spec:\n  topology: Split\n"));
    world.awaitProvisioned(namespace, name);
    await().atMost(World.PATIENCE).until(() -> deployment(name + "-worker").get() != null);
    await().atMost(World.PATIENCE).until(() -> named(name + "-queue").size() == 3);
    await().atMost(World.PATIENCE).until(() -> named(name + "-booking").size() == 3);
  }

  private RollableScalableResource<Deployment> deployment(String name) {
    return world.user.apps().deployments().inNamespace(namespace).withName(name);
  }

  /** Deployment, Service and ServiceAccount of that name, as far as they exist. */
  private List<? extends HasMetadata> named(String name) {
    return java.util.stream.Stream.<HasMetadata>of(
            deployment(name).get(),
            world.user.services().inNamespace(namespace).withName(name).get(),
            world.user.serviceAccounts().inNamespace(namespace).withName(name).get())
        .filter(java.util.Objects::nonNull)
        .toList();
  }
}
