package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.LenientReading;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One event stored under another schema, which today's API server would refuse. */
class UnreadableEventTest {

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @Test
  @Tag("slow")
  void oneEventThatCannotBeReadDoesNotStopAHundredOthers() {
    try (KubernetesClient lenient =
        new KubernetesClientBuilder()
            .withConfig(world.plane.configuration())
            .withKubernetesSerialization(LenientReading.serialization())
            .build()) {
      Resource<TicketEvent> torn =
          lenient.resources(TicketEvent.class).inNamespace(namespace).withName("torn");
      withoutSchema(
          () -> {
            createTorn();
            awaitToldSo(torn);
          });

      List<String> whole = IntStream.range(0, 100).mapToObj(n -> "whole-" + n).toList();
      whole.forEach(name -> world.create(Manifests.event(namespace, name)));
      whole.forEach(name -> world.awaitProvisioned(namespace, name));
      assertThat(torn.require().getSpec()).isNull();

      // the operator is shared: a hundred events would make later tests wait
      whole.forEach(name -> world.event(namespace, name).delete());
      whole.forEach(name -> world.awaitGone(namespace, name));
      withoutSchema(
          () -> {
            torn.delete();
            await().atMost(World.PATIENCE).until(() -> torn.get() == null);
          });
    }
  }

  private static void awaitToldSo(Resource<TicketEvent> torn) {
    await()
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

  /** Refused until the API server has taken the schema away. */
  private void createTorn() {
    String manifest =
        """
        apiVersion: onsale.dev/v1alpha1
        kind: TicketEvent
        metadata: {name: torn, namespace: %s}
        spec: {title: [not, a, title], schedule: {onSaleAt: {}}, seating: 7}
        """
            .formatted(namespace);
    await()
        .atMost(World.PATIENCE)
        .ignoreExceptions()
        .until(() -> world.user.resource(World.generic(manifest)).create() != null);
  }

  private void withoutSchema(Runnable work) {
    var crd =
        world.user.resources(CustomResourceDefinition.class).withName("ticketevents.onsale.dev");
    var strict = crd.require().getSpec().getVersions().getFirst().getSchema();
    crd.edit(UnreadableEventTest::loosened);
    try {
      work.run();
    } finally {
      crd.edit(
          loose -> {
            loose.getSpec().getVersions().getFirst().setSchema(strict);
            return loose;
          });
    }
  }

  private static CustomResourceDefinition loosened(CustomResourceDefinition crd) {
    var schema = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    schema.setProperties(null);
    schema.setRequired(null);
    schema.setXKubernetesValidations(null);
    schema.setXKubernetesPreserveUnknownFields(true);
    return crd;
  }
}
