package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.testbed.Steadily;
import dev.onsale.testbed.kubernetes.OptionalCrd;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;

/** Events of one namespace on a platform of their own, delivered as Deployments or Rollouts. */
final class Rollouts {

  static final Duration A_WHILE = Duration.ofSeconds(4);

  private final World world;
  private final String namespace;
  private final String platform;

  Rollouts(World world, String namespace) {
    this.world = world;
    this.namespace = namespace;
    this.platform = "platform-" + namespace;
    world.createPlatform(Manifests.platform(world, platform));
  }

  /** Returns when the operator knows the API. */
  static void install(World world) {
    OptionalCrd.install(world.user, List.of(OptionalCrd.ROLLOUT, OptionalCrd.ANALYSIS_TEMPLATE));
    await()
        .atMost(World.PATIENCE)
        .until(
            () ->
                world
                    .rights
                    .asked()
                    .containsAll(List.of(lists("rollouts"), lists("analysistemplates"))));
  }

  private static AskedRights.Asked lists(String resource) {
    return new AskedRights.Asked(false, "argoproj.io", resource, "list");
  }

  void event(String name, String opens) {
    world.create(Manifests.event(namespace, name, platform, "Retain", opens));
  }

  void strategy(String strategy) {
    patch("{\"spec\":{\"delivery\":{\"strategy\":\"%s\"}}}".formatted(strategy));
  }

  void image(String image) {
    patch("{\"spec\":{\"runtime\":{\"image\":\"%s\"}}}".formatted(image));
  }

  private void patch(String json) {
    world
        .user
        .resources(TicketPlatform.class)
        .withName(platform)
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  Resource<Deployment> deployment(String event) {
    return world.user.apps().deployments().inNamespace(namespace).withName(event + "-runtime");
  }

  Resource<GenericKubernetesResource> rollout(String event) {
    return world
        .user
        .genericKubernetesResources("argoproj.io/v1alpha1", "Rollout")
        .inNamespace(namespace)
        .withName(event + "-runtime");
  }

  void becomesReady(String event, int pods) {
    status(
        event,
        "{\"status\":{\"availableReplicas\":%d,\"readyReplicas\":%d}}".formatted(pods, pods));
  }

  void status(String event, String json) {
    rollout(event).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  void stays(Resource<?> workload) {
    Steadily.holds(A_WHILE, () -> assertThat(workload.get()).isNotNull());
  }
}
