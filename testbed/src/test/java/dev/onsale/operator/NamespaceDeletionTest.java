package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.testbed.kubernetes.ControlPlane;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * With Kubernetes' own controllers, which delete what is in a namespace, and the chart's policy.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamespaceDeletionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** What is deleted first, before the namespace that holds it. */
  private enum First {
    NOTHING,
    EVENTS,
    SECRETS,
    CONFIG_MAPS,
    DEPLOYMENTS
  }

  private final World world = new World(World.EAGER, ControlPlane.Controllers.ON);

  @BeforeAll
  void protect() {
    ChartRights.protect(world.user);
    String namespace = world.newNamespace();
    selling(namespace, "canary");
    // the API server takes a moment until a new policy is in force
    await()
        .atMost(World.PATIENCE)
        .until(
            () -> {
              try {
                world.event(namespace, "canary").dryRun().delete();
                return false;
              } catch (KubernetesClientException refused) {
                return true;
              }
            });
  }

  @AfterAll
  void end() {
    world.close();
  }

  @Test
  void aSellingEventIsDeletedOnlyByItsName() {
    String namespace = world.newNamespace();
    selling(namespace, "loved");

    assertThatThrownBy(() -> world.event(namespace, "loved").delete())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("onsale.dev/confirm-delete=loved");
    confirm(namespace, "loved", "another");
    assertThatThrownBy(() -> world.event(namespace, "loved").delete())
        .isInstanceOf(KubernetesClientException.class);

    confirm(namespace, "loved", "loved");
    world.event(namespace, "loved").delete();
    world.awaitGone(namespace, "loved");
  }

  @Test
  void anEventThatDoesNotSellYetIsDeletedWithoutMuchAdo() {
    String namespace = world.newNamespace();
    world.create(Manifests.event(namespace, "draft"));
    world.awaitProvisioned(namespace, "draft");

    world.event(namespace, "draft").delete();

    world.awaitGone(namespace, "draft");
  }

  @Test
  void aNamespaceEndsInEveryOrderOfDeletion() {
    List<String> namespaces =
        Stream.of(First.values())
            .map(
                first -> {
                  String namespace = filled();
                  deleteFirst(first, namespace);
                  world.user.namespaces().withName(namespace).delete();
                  return namespace;
                })
            .toList();

    namespaces.forEach(this::awaitNamespaceGone);
  }

  @Test
  void aNamespaceEndsWhenItsPlatformGoesFirst() {
    world.user.resource(World.generic(Manifests.platform(world, "leaving"))).create();
    String namespace = world.newNamespace();
    for (String policy : List.of("Retain", "Delete")) {
      String name = policy.toLowerCase(java.util.Locale.ROOT);
      world.create(Manifests.event(namespace, name, "leaving", policy, "now"));
      world.awaitProvisioned(namespace, name);
    }

    world.user.resources(TicketPlatform.class).withName("leaving").delete();
    world.user.namespaces().withName(namespace).delete();

    awaitNamespaceGone(namespace);
    await()
        .atMost(PATIENCE)
        .until(() -> world.user.resources(TicketPlatform.class).withName("leaving").get() == null);
  }

  @Test
  void aNamespaceEndsWhileStoresAreAwayOnceItsDataIsAbandoned() {
    String namespace = filled();
    world.stores.postgres().stop();
    try {
      world.user.namespaces().withName(namespace).delete();
      world.awaitCondition(namespace, "delete", "DataDeleted", "False", "Unreachable");
      world.awaitGone(namespace, "retain");

      world.patch(
          namespace,
          "delete",
          "{\"metadata\":{\"annotations\":{\"onsale.dev/abandon-data\":\"true\"}}}");

      awaitNamespaceGone(namespace);
    } finally {
      world.stores.postgres().restart();
    }
  }

  /** A namespace with a selling event of each policy, whose Deployments have pods. */
  private String filled() {
    String namespace = world.newNamespace();
    for (String policy : List.of("Retain", "Delete")) {
      String name = policy.toLowerCase(java.util.Locale.ROOT);
      world.create(Manifests.event(namespace, name, "main", policy, "now"));
      world.awaitProvisioned(namespace, name);
    }
    await()
        .atMost(World.PATIENCE)
        .until(() -> world.user.pods().inNamespace(namespace).list().getItems().size() >= 2);
    return namespace;
  }

  private void deleteFirst(First first, String namespace) {
    var user = world.user;
    switch (first) {
      case NOTHING -> {}
      case EVENTS -> {
        confirm(namespace, "retain", "retain");
        confirm(namespace, "delete", "delete");
        user.resources(TicketEvent.class).inNamespace(namespace).delete();
      }
      case SECRETS -> user.secrets().inNamespace(namespace).delete();
      case CONFIG_MAPS -> user.configMaps().inNamespace(namespace).delete();
      case DEPLOYMENTS -> user.apps().deployments().inNamespace(namespace).delete();
    }
  }

  private void awaitNamespaceGone(String namespace) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(world.user.namespaces().withName(namespace).get())
                    .as("namespace %s", namespace)
                    .isNull());
  }

  private void selling(String namespace, String name) {
    world.create(Manifests.event(namespace, name, "main", "Retain", "now"));
    world.awaitEvent(
        namespace,
        name,
        event ->
            event.getStatus() != null
                && event.getStatus().phase() == dev.onsale.schedule.Phase.OnSale);
  }

  private void confirm(String namespace, String name, String value) {
    world.patch(
        namespace,
        name,
        "{\"metadata\":{\"annotations\":{\"onsale.dev/confirm-delete\":\"%s\"}}}".formatted(value));
  }
}
