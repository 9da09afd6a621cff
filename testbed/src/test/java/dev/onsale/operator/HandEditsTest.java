package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.api.v1alpha1.TicketEvent;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What people change by hand in an event's objects. */
class HandEditsTest {

  private static final int EDITS = 100;

  /** Taking this label away says that an object is somebody else's: see ChildConflict. */
  private static final String WHOSE = "/metadata/labels/onsale.dev/event";

  private static final List<String> KINDS =
      List.of(
          "v1 ConfigMap",
          "v1 Secret",
          "v1 Service",
          "v1 ServiceAccount",
          "apps/v1 Deployment",
          "autoscaling/v2 HorizontalPodAutoscaler",
          "policy/v1 PodDisruptionBudget",
          "networking.k8s.io/v1 NetworkPolicy");

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @Test
  void aHundredRandomEditsOfDeclaredFieldsAreRepaired() {
    world.create(Manifests.event(namespace, "edited"));
    world.awaitProvisioned(namespace, "edited");
    Random random = new Random(4);
    List<Resource<GenericKubernetesResource>> children = children("edited");
    assertThat(children).hasSizeGreaterThan(6);

    List<String> edits = new ArrayList<>();
    for (int tries = 0; edits.size() < EDITS && tries < 20 * EDITS; tries++) {
      Resource<GenericKubernetesResource> child = children.get(random.nextInt(children.size()));
      GenericKubernetesResource before = child.require();
      Map<String, DeclaredFields.Field> declared = DeclaredFields.of(before);
      List<String> paths = declared.keySet().stream().filter(path -> !path.equals(WHOSE)).toList();
      assertThat(paths).as("%s", before.getMetadata()).isNotEmpty();
      String path = paths.get(random.nextInt(paths.size()));
      if (edited(child, declared.get(path))) {
        String edit = before.getKind() + " " + path;
        edits.add(edit);
        await(edit)
            .atMost(World.PATIENCE)
            .pollInterval(Duration.ofMillis(20))
            .untilAsserted(
                () ->
                    assertThat(values(DeclaredFields.of(child.require())))
                        .as(edit)
                        .isEqualTo(values(declared)));
      }
    }

    assertThat(edits).hasSize(EDITS);
    assertThat(edits.stream().map(edit -> edit.split(" ", -1)[0]).distinct())
        .contains("ConfigMap", "Secret", "Service", "ServiceAccount", "Deployment");
  }

  @Test
  void aContainerSomebodyAddsIsToldAndNotFought() {
    world.create(Manifests.event(namespace, "meshed"));
    world.awaitProvisioned(namespace, "meshed");
    var deployment =
        world.user.apps().deployments().inNamespace(namespace).withName("meshed-runtime");

    deployment.patch(
        PatchContext.of(PatchType.STRATEGIC_MERGE),
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"sidecar\",\"image\":\"example.invalid/proxy:1\"}]}}}}");

    TicketEvent event =
        world.awaitCondition(namespace, "meshed", "ChildModified", "True", "ForeignFields");
    assertThat(World.message(event, "ChildModified"))
        .contains(
            "Deployment meshed-runtime", "spec.template.spec.containers[name=sidecar]", "fabric8");
    assertThat(deployment.require().getSpec().getTemplate().getSpec().getContainers()).hasSize(2);

    deployment.patch(
        PatchContext.of(PatchType.STRATEGIC_MERGE),
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"sidecar\",\"$patch\":\"delete\"}]}}}}");

    world.awaitEvent(namespace, "meshed", e -> World.condition(e, "ChildModified").isEmpty());
  }

  @Test
  void aPortSomebodyAddsToAServiceIsTold() {
    world.create(Manifests.event(namespace, "ported"));
    world.awaitProvisioned(namespace, "ported");

    world
        .user
        .services()
        .inNamespace(namespace)
        .withName("ported-runtime")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"spec\":{\"ports\":[{\"name\":\"debug\",\"port\":5005,\"protocol\":\"TCP\"}]}}");

    TicketEvent event =
        world.awaitCondition(namespace, "ported", "ChildModified", "True", "ForeignFields");
    assertThat(World.message(event, "ChildModified"))
        .contains("Service ported-runtime", "spec.ports[port=5005,protocol=TCP]");
  }

  private List<Resource<GenericKubernetesResource>> children(String event) {
    List<Resource<GenericKubernetesResource>> children = new ArrayList<>();
    for (String kind : KINDS) {
      String[] words = kind.split(" ", -1);
      var client = world.user.genericKubernetesResources(words[0], words[1]).inNamespace(namespace);
      client
          .withLabel("onsale.dev/event", event)
          .list()
          .getItems()
          .forEach(child -> children.add(client.withName(child.getMetadata().getName())));
    }
    return children;
  }

  /** Whether the API server took it. */
  private static boolean edited(
      Resource<GenericKubernetesResource> child, DeclaredFields.Field field) {
    try {
      child.patch(
          PatchContext.of(PatchType.JSON),
          "[{\"op\":\"replace\",\"path\":\"%s\",\"value\":%s}]"
              .formatted(field.pointer(), other(field)));
      return true;
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as(e.getMessage()).isIn(400, 409, 422, 500);
      return false;
    }
  }

  private static Map<String, JsonNode> values(Map<String, DeclaredFields.Field> fields) {
    Map<String, JsonNode> values = new TreeMap<>();
    fields.forEach((path, field) -> values.put(path, field.value()));
    return values;
  }

  /** Another value of the same kind, as JSON. */
  private static String other(DeclaredFields.Field field) {
    JsonNode value = field.value();
    if (value.isBoolean()) {
      return String.valueOf(!value.asBoolean());
    }
    if (value.isNumber()) {
      return String.valueOf(value.asLong() + 1);
    }
    return field.pointer().startsWith("/data/") ? "\"aGVsbG8=\"" : "\"" + value.asText() + "x\"";
  }
}
