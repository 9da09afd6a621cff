package dev.onsale.operator;

import dev.onsale.operator.EventObjects.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of every core object of an event; of Secrets what they hold, not the values. */
class ChildrenTest {

  static final List<Kind> CORE =
      List.of(
          new Kind("apps/v1", "Deployment"),
          new Kind("v1", "Service"),
          new Kind("v1", "ServiceAccount"),
          new Kind("autoscaling/v2", "HorizontalPodAutoscaler"),
          new Kind("policy/v1", "PodDisruptionBudget"),
          new Kind("v1", "ConfigMap"),
          new Kind("v1", "Secret"));

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @ParameterizedTest
  @ValueSource(strings = {"Single", "Split"})
  void everyObjectIsAsDeclared(String topology) {
    world.create(manifest(topology));

    new EventObjects(world, world.awaitProvisioned(namespace, "aurora"), topology)
        .areAsDeclared(CORE);
  }

  @Test
  void anUnchangedEventWithAutoscalersCostsNoWrite() {
    world.create(manifest("Split"));
    world.awaitProvisioned(namespace, "aurora");
    world.podsBecomeReady(namespace, "aurora");
    world.awaitCondition(namespace, "aurora", "Scaled", "True", "FloorsReached");

    // The number of pods is handed to the autoscalers by now or in a moment.
    world.awaitSilence("/namespaces/" + namespace + "/");
  }

  private String manifest(String topology) {
    return manifest(namespace, "main", topology);
  }

  /** An event {@code aurora} whose components have more than one pod each. */
  static String manifest(String namespace, String platform, String topology) {
    return Manifests.event(namespace, "aurora", platform, "Retain", "1h")
        .replace("spec:\n", "spec:\n  topology: %s\n".formatted(topology))
        .replace(
            "scaling: {single: {min: 1, max: 2}}",
            "scaling: {single: {min: 2, max: 10}, queue: {min: 3, max: 8}, booking: {min: 3, max: 10},"
                + " worker: {min: 2, max: 2}}");
  }
}
