package dev.onsale.operator;

import io.fabric8.kubernetes.api.model.PodBuilder;

/** Pods of events, where no controller makes any. */
final class Pods {

  private Pods() {}

  /** The pod {@code EVENT-pod}, as a ReplicaSet of the event makes it. */
  static void running(World world, String namespace, String event) {
    world
        .user
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(event + "-pod")
                .addToLabels("onsale.dev/event", event)
                .addToLabels("app.kubernetes.io/name", "onsale-runtime")
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
