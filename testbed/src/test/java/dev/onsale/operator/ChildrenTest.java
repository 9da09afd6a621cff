package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every field of every core object of an event, as the API server has it, against the files in
 * {@code children}. Written anew with {@code -Donsale.write}.
 */
class ChildrenTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "children");

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @ParameterizedTest
  @ValueSource(strings = {"Single", "Split"})
  void everyObjectIsAsDeclared(String topology) throws IOException {
    world.create(manifest(topology));
    world.awaitProvisioned(namespace, "aurora");
    int workloads = topology.equals("Single") ? 1 : 3;
    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(objects("Deployment")).hasSize(workloads);
              assertThat(objects("PodDisruptionBudget")).hasSize(workloads);
              assertThat(objects("HorizontalPodAutoscaler"))
                  .hasSize(topology.equals("Single") ? 1 : 2);
              assertThat(objects("Service")).hasSize(workloads);
              assertThat(objects("ServiceAccount")).hasSize(workloads);
            });

    for (String kind :
        List.of(
            "Deployment",
            "Service",
            "ServiceAccount",
            "HorizontalPodAutoscaler",
            "PodDisruptionBudget")) {
      Path golden =
          FOLDER.resolve(topology.toLowerCase(java.util.Locale.ROOT)).resolve(kind + ".yaml");
      String live = text(objects(kind));
      if (System.getProperty("onsale.write") != null) {
        Files.createDirectories(golden.getParent());
        Files.writeString(golden, live);
      }
      assertThat(live).as(kind).isEqualTo(Files.readString(golden));
    }
  }

  @Test
  void anUnchangedEventWithAutoscalersCostsNoWrite() {
    world.create(manifest("Split"));
    world.awaitProvisioned(namespace, "aurora");
    world.podsBecomeReady(namespace, "aurora");
    world.awaitCondition(namespace, "aurora", "Scaled", "True", "FloorsReached");

    world.requests.forget();
    await()
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(world.requests.writes("/namespaces/" + namespace)).isEmpty());
  }

  private String manifest(String topology) {
    return Manifests.event(namespace, "aurora")
        .replace("spec:\n", "spec:\n  topology: %s\n".formatted(topology))
        .replace(
            "scaling: {single: {min: 1, max: 2}}",
            "scaling: {single: {min: 2, max: 10}, queue: {min: 3, max: 8}, booking: {min: 3, max: 10},"
                + " worker: {min: 2, max: 2}}");
  }

  private List<? extends HasMetadata> objects(String kind) {
    var client = world.user;
    return switch (kind) {
      case "Deployment" ->
          labelled(client.apps().deployments().inNamespace(namespace).list().getItems());
      case "Service" -> labelled(client.services().inNamespace(namespace).list().getItems());
      case "ServiceAccount" ->
          labelled(client.serviceAccounts().inNamespace(namespace).list().getItems());
      case "HorizontalPodAutoscaler" ->
          labelled(
              client
                  .autoscaling()
                  .v2()
                  .horizontalPodAutoscalers()
                  .inNamespace(namespace)
                  .list()
                  .getItems());
      default ->
          labelled(
              client.policy().v1().podDisruptionBudget().inNamespace(namespace).list().getItems());
    };
  }

  private static <T extends HasMetadata> List<T> labelled(List<T> objects) {
    return objects.stream()
        .filter(object -> object.getMetadata().getLabels() != null)
        .filter(object -> "aurora".equals(object.getMetadata().getLabels().get("onsale.dev/event")))
        .toList();
  }

  /** Without what the API server makes up for each object, and without what differs by test run. */
  private String text(List<? extends HasMetadata> objects) {
    return Stream.of(objects)
        .flatMap(List::stream)
        .map(ChildrenTest::declared)
        .map(Serialization::asYaml)
        .reduce("", String::concat)
        .replace(namespace, "NAMESPACE")
        .replaceAll("(boot-hash: )\"?[0-9a-f]{16}\"?", "$1\"BOOT\"")
        .replaceAll("aurora-seats-[0-9a-f]{10}", "aurora-seats-DIGEST");
  }

  private static JsonNode declared(HasMetadata object) {
    ObjectNode tree = Serialization.unmarshal(Serialization.asJson(object), ObjectNode.class);
    tree.remove("status");
    ((ObjectNode) tree.get("metadata"))
        .remove(
            List.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"));
    if (tree.path("spec").has("clusterIP")) {
      ((ObjectNode) tree.get("spec")).remove(List.of("clusterIP", "clusterIPs"));
    }
    return tree;
  }
}
