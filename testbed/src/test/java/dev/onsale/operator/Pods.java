package dev.onsale.operator;

import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;

/** Pods of events, where no controller makes any. */
final class Pods {

  private Pods() {}

  /** The pod {@code EVENT-pod}, as a ReplicaSet of the event makes it. */
  static void running(World world, String namespace, String event) {
    running(
        world,
        namespace,
        event,
        Map.of("onsale.dev/event", event, "app.kubernetes.io/name", "onsale-runtime"));
  }

  /** The same with labels of a template. */
  static void running(World world, String namespace, String event, Map<String, String> labels) {
    world
        .user
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(event + "-pod")
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(event + "-runtime")
                .addNewContainer()
                .withName("runtime")
                .withImage("example.invalid/runtime:1")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }
}
