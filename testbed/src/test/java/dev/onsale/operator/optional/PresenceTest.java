package dev.onsale.operator.optional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.operator.cluster.EventDirectory;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.testbed.kubernetes.ControlPlane;
import dev.onsale.testbed.kubernetes.OptionalCrd;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PresenceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ControlPlane PLANE = ControlPlane.start(ControlPlane.Controllers.OFF);
  private static final KubernetesClient CLIENT = PLANE.client();

  private final Set<ResourceID> reconciled = ConcurrentHashMap.newKeySet();
  private boolean answering = true;
  private final OptionalObjects optional =
      new OptionalObjects(
          CLIENT,
          kind -> {
            if (!answering) {
              throw new KubernetesClientException("discovery is broken", 503, null);
            }
            return ApiLook.at(CLIENT).serves(kind);
          },
          new EventDirectory(),
          Clock.systemUTC(),
          Duration.ofHours(1),
          Set.of());

  @BeforeAll
  static void namespace() {
    CLIENT
        .resource(new NamespaceBuilder().withNewMetadata().withName("shows").endMetadata().build())
        .create();
  }

  @AfterAll
  static void stop() {
    PLANE.close();
  }

  @AfterEach
  void end() {
    optional.stop();
  }

  private void start() {
    optional.setEventHandler(event -> reconciled.add(event.getRelatedCustomResourceID()));
    optional.start();
  }

  @Test
  void whatTheApiServerDoesNotServeIsAbsentAndWhatItServesIsPresent() {
    start();
    assertThat(optional.presence(OptionalKind.NETWORK_POLICY)).isEqualTo(Presence.PRESENT);
    assertThat(optional.presence(OptionalKind.ROLLOUT)).isEqualTo(Presence.ABSENT);
  }

  @Test
  void nothingIsKnownUntilALookSucceeds() {
    answering = false;
    start();
    assertThat(optional.presence(OptionalKind.NETWORK_POLICY)).isEqualTo(Presence.UNKNOWN);
    assertThat(optional.presence(OptionalKind.SCALED_OBJECT)).isEqualTo(Presence.UNKNOWN);

    answering = true;
    optional.lookAround();
    assertThat(optional.presence(OptionalKind.NETWORK_POLICY)).isEqualTo(Presence.PRESENT);
  }

  @Test
  void aLookThatFailsIsNotAnAbsence() {
    start();
    answering = false;
    optional.lookAround();
    assertThat(optional.presence(OptionalKind.NETWORK_POLICY)).isEqualTo(Presence.PRESENT);
    assertThat(optional.presence(OptionalKind.ROLLOUT)).isEqualTo(Presence.ABSENT);
  }

  @Test
  void anApiThatAppearsIsWatchedUntilItGoes() {
    start();
    assertThat(optional.presence(OptionalKind.SCALED_OBJECT)).isEqualTo(Presence.ABSENT);

    OptionalCrd.install(CLIENT, List.of(OptionalCrd.SCALED_OBJECT));
    optional.lookAround();
    assertThat(optional.presence(OptionalKind.SCALED_OBJECT)).isEqualTo(Presence.PRESENT);

    scaledObject("ours", Map.of(EventLabels.EVENT, "evening"));
    scaledObject("theirs", Map.of());
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> reconciled.contains(new ResourceID("evening", "shows")));
    assertThat(optional.of(OptionalKind.SCALED_OBJECT, "shows", "evening")).hasSize(1);
    assertThat(optional.find(OptionalKind.SCALED_OBJECT, "shows", "theirs")).isEmpty();

    OptionalCrd.SCALED_OBJECT.remove(CLIENT);
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              optional.lookAround();
              assertThat(optional.presence(OptionalKind.SCALED_OBJECT)).isEqualTo(Presence.ABSENT);
            });
    assertThat(optional.of(OptionalKind.SCALED_OBJECT, "shows", "evening")).isEmpty();
  }

  private static void scaledObject(String name, Map<String, String> labels) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion(OptionalKind.SCALED_OBJECT.apiVersion());
    object.setKind(OptionalKind.SCALED_OBJECT.kind());
    object.setMetadata(EventLabels.metadata("shows", "evening", name));
    object.getMetadata().setLabels(labels);
    object.setAdditionalProperty(
        "spec",
        Map.of(
            "scaleTargetRef",
            Map.of("name", "x"),
            "triggers",
            List.of(
                Map.of(
                    "type",
                    "cpu",
                    "metricType",
                    "Utilization",
                    "metadata",
                    Map.of("value", "70")))));
    CLIENT
        .genericKubernetesResources(OptionalKind.SCALED_OBJECT.definition())
        .inNamespace("shows")
        .resource(object)
        .create();
  }
}
