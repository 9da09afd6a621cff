package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.LenientReading;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.Test;

/** One event stored under another schema, which today's API server would refuse. */
class UnreadableEventTest {

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @Test
  void oneEventThatCannotBeReadDoesNotStopTheOthers() {
    var crds = world.user.resources(CustomResourceDefinition.class);
    CustomResourceDefinition strict = crds.withName("ticketevents.onsale.dev").require();
    crds.withName("ticketevents.onsale.dev").edit(UnreadableEventTest::withoutSchema);
    try {
      org.awaitility.Awaitility.await()
          .atMost(World.PATIENCE)
          .ignoreExceptions()
          .until(
              () -> {
                world
                    .user
                    .resource(
                        World.generic(
                            """
                            apiVersion: onsale.dev/v1alpha1
                            kind: TicketEvent
                            metadata: {name: torn, namespace: %s}
                            spec: {title: [not, a, title], schedule: {onSaleAt: {}}, seating: 7}
                            """
                                .formatted(namespace)))
                    .create();
                return true;
              });
    } finally {
      crds.withName("ticketevents.onsale.dev")
          .edit(
              lax -> {
                lax.getSpec()
                    .getVersions()
                    .getFirst()
                    .setSchema(strict.getSpec().getVersions().getFirst().getSchema());
                return lax;
              });
    }

    world.create(Manifests.event(namespace, "whole"));
    world.awaitProvisioned(namespace, "whole");
    try (KubernetesClient lenient =
        new KubernetesClientBuilder()
            .withConfig(world.plane.configuration())
            .withKubernetesSerialization(LenientReading.serialization())
            .build()) {
      var torn = lenient.resources(TicketEvent.class).inNamespace(namespace).withName("torn");
      org.awaitility.Awaitility.await()
          .atMost(World.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(World.condition(torn.require(), "SpecValid"))
                      .hasValueSatisfying(
                          condition -> {
                            assertThat(condition.getReason()).isEqualTo("Unreadable");
                            assertThat(condition.getMessage()).contains("schedule", "onSaleAt");
                          }));
    }
  }

  private static CustomResourceDefinition withoutSchema(CustomResourceDefinition crd) {
    var schema = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    schema.setProperties(null);
    schema.setRequired(null);
    schema.setXKubernetesValidations(null);
    schema.setXKubernetesPreserveUnknownFields(true);
    return crd;
  }
}
