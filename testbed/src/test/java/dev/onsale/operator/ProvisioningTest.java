package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.schedule.Phase;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvisioningTest {

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @Test
  void aManifestBecomesStoresObjectsAndAStatus() throws Exception {
    world.create(Manifests.event(namespace, "evening"));
    TicketEvent event = world.awaitProvisioned(namespace, "evening");

    assertThat(event.getStatus().data().schema()).isEqualTo(world.identity(event).storeKey());
    assertThat(event.getStatus().seatMap().seats()).isEqualTo(10);
    Deployment deployment =
        world
            .user
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withName("evening-runtime")
            .require();
    var pod = deployment.getSpec().getTemplate().getSpec();
    assertThat(pod.getInitContainers().getFirst().getArgs()).containsExactly("migrate");
    assertThat(pod.getContainers().getFirst().getArgs()).containsExactly("serve");
    assertThat(
            world
                .user
                .configMaps()
                .inNamespace(namespace)
                .withName("evening-config")
                .get()
                .getData())
        .containsOnlyKeys("boot.json", "live.json");
    assertThat(
            world.user.secrets().inNamespace(namespace).withName("evening-runtime").get().getData())
        .containsKeys(
            "logins.json", "token-keys.json", "pseudonym-key", "pass-key", "webhook-secret");
    assertThat(
            world.user.secrets().inNamespace(namespace).withName("evening-owner").get().getData())
        .containsOnlyKeys("postgres-password");
    assertThat(world.user.services().inNamespace(namespace).withName("evening-runtime").get())
        .isNotNull();

    world.podsBecomeReady(namespace, "evening");
    TicketEvent ready = world.awaitCondition(namespace, "evening", "Ready", "True", "Ready");
    assertThat(ready.getStatus().phase()).isEqualTo(Phase.Scheduled);
    assertThat(ready.getStatus().next().phase()).isEqualTo(Phase.OnSale);
  }

  @Test
  void anUnchangedEventCostsNoWrite() {
    world.create(Manifests.event(namespace, "quiet"));
    world.awaitProvisioned(namespace, "quiet");
    world.podsBecomeReady(namespace, "quiet");
    world.awaitCondition(namespace, "quiet", "Ready", "True", "Ready");

    assertThat(world.requests.writes("/namespaces/" + namespace)).isNotEmpty();
    world.awaitSilence("/namespaces/" + namespace + "/");
  }

  @Test
  void aLiveEditReachesTheConfigMapWithoutARoll() {
    world.create(Manifests.event(namespace, "edited"));
    world.awaitProvisioned(namespace, "edited");
    var deployment =
        world.user.apps().deployments().inNamespace(namespace).withName("edited-runtime");
    var template = deployment.require().getSpec().getTemplate();

    world.patch(namespace, "edited", "{\"spec\":{\"title\":\"Renamed\"}}");

    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        world
                            .user
                            .configMaps()
                            .inNamespace(namespace)
                            .withName("edited-config")
                            .get()
                            .getData()
                            .get("live.json"))
                    .contains("\"title\":\"Renamed\"", "\"generation\":2"));
    assertThat(deployment.require().getSpec().getTemplate()).isEqualTo(template);
  }

  @Test
  void podsThatRunAreToldOfChangedFilesOnce() {
    world.create(Manifests.event(namespace, "told"));
    world.awaitProvisioned(namespace, "told");
    Pods.running(world, namespace, "told");
    world.awaitSilence("/namespaces/" + namespace + "/");
    var pod = world.user.pods().inNamespace(namespace).withName("told-pod");
    assertThat(pod.require().getMetadata().getAnnotations()).doesNotContainKey(EventLabels.FILES);

    world.patch(namespace, "told", "{\"spec\":{\"title\":\"Renamed\"}}");

    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(pod.require().getMetadata().getAnnotations().get(EventLabels.FILES))
                    .startsWith("told-config/"));
    world.awaitSilence("/namespaces/" + namespace + "/");
  }

  @Test
  void whatOthersChangeOrPruneComesBackEqual() {
    world.create(Manifests.event(namespace, "pruned"));
    world.awaitProvisioned(namespace, "pruned");
    var secret = world.user.secrets().inNamespace(namespace).withName("pruned-runtime");
    var before = secret.require().getData();
    var config = world.user.configMaps().inNamespace(namespace).withName("pruned-config");
    ConfigMap configBefore = config.require();

    secret.delete();
    config.delete();

    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(secret.get()).isNotNull();
              assertThat(secret.get().getData()).isEqualTo(before);
              assertThat(config.get()).isNotNull();
              assertThat(config.get().getData()).isEqualTo(configBefore.getData());
            });
  }

  @Test
  void anObjectOfThatNameThatIsNotOursIsLeftAlone() {
    world
        .user
        .resource(
            new io.fabric8.kubernetes.api.model.ServiceBuilder()
                .withNewMetadata()
                .withName("taken-runtime")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withClusterIP("None")
                .withSelector(java.util.Map.of("app", "somebody-else"))
                .endSpec()
                .build())
        .create();
    world.create(Manifests.event(namespace, "taken"));

    TicketEvent event =
        world.awaitCondition(namespace, "taken", "RuntimeAvailable", "False", "ChildConflict");
    assertThat(World.message(event, "RuntimeAvailable")).contains("Service");
    assertThat(
            world
                .user
                .services()
                .inNamespace(namespace)
                .withName("taken-runtime")
                .get()
                .getSpec()
                .getSelector())
        .containsOnlyKeys("app");

    world.user.services().inNamespace(namespace).withName("taken-runtime").delete();
    world.awaitEvent(
        namespace,
        "taken",
        e ->
            World.condition(e, "RuntimeAvailable")
                .filter(c -> !c.getReason().equals("ChildConflict"))
                .isPresent());
    assertThat(
            List.of(world.user.services().inNamespace(namespace).withName("taken-runtime").get()))
        .isNotEmpty();
  }
}
