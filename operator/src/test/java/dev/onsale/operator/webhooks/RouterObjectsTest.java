package dev.onsale.operator.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.cluster.LenientReading;
import dev.onsale.runtime.EventServices;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterObjectsTest {

  private static final String PLATFORM =
      """
      apiVersion: onsale.dev/v1alpha1
      kind: TicketPlatform
      metadata: {name: main, uid: a-uid}
      spec:
        runtime: {image: x}
        redis: {endpoints: ["redis.example:6379"], adminSecretRef: {name: r}}
        postgres: {host: postgres.example, database: onsale, adminSecretRef: {name: p}}
        kafka: {bootstrapServers: "a.example:9092"}
        payment: {webhookReplicas: 2}
        routing: %s
      """;

  @Test
  void aGatewayIsToldThePathAndNoOther() {
    HTTPRoute route =
        one(
            HTTPRoute.class,
            "{type: HTTPRoute, domain: tickets.example, httpRoute: {gatewayRef: {name: edge, namespace: gateways}}}");

    assertThat(route.getSpec().getHostnames()).containsExactly("payments.tickets.example");
    assertThat(route.getSpec().getRules())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getMatches().getFirst().getPath().getValue())
                  .isEqualTo("/v1/payments/webhooks");
              assertThat(rule.getBackendRefs().getFirst().getName())
                  .isEqualTo("onsale-webhooks-main");
            });
  }

  @Test
  void wherePlatformsDoNotRouteAndNameNoNeighboursThereAreNeitherRouteNorPolicy() {
    assertThat(objects("{type: None}"))
        .extracting(HasMetadata::getKind)
        .containsExactly(
            "ServiceAccount", "ConfigMap", "Deployment", "Service", "PodDisruptionBudget");
  }

  @Test
  void everyObjectBelongsToThePlatform() {
    assertThat(objects("{type: None}"))
        .allSatisfy(
            object -> {
              assertThat(object.getMetadata().getNamespace()).isEqualTo("onsale-system");
              assertThat(object.getMetadata().getName()).isEqualTo("onsale-webhooks-main");
              assertThat(object.getMetadata().getLabels())
                  .containsEntry("onsale.dev/platform", "main")
                  .doesNotContainKey("onsale.dev/event");
              assertThat(object.getMetadata().getOwnerReferences())
                  .singleElement()
                  .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("a-uid"));
            });
  }

  @Test
  void anotherSecretIsAnotherObjectSoThatPodsRoll() {
    assertThat(RouterObjects.secret(plan("{type: None}", "one")).getMetadata().getName())
        .isNotEqualTo(RouterObjects.secret(plan("{type: None}", "other")).getMetadata().getName());
  }

  private static <T extends HasMetadata> T one(Class<T> kind, String routing) {
    return objects(routing).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElseThrow();
  }

  private static List<HasMetadata> objects(String routing) {
    return RouterObjects.of(plan(routing, "secret"));
  }

  private static RouterPlan plan(String routing, String secret) {
    TicketPlatform platform =
        LenientReading.serialization().unmarshal(PLATFORM.formatted(routing), TicketPlatform.class);
    return new RouterPlan(platform, "onsale-system", secret, new EventServices(Map.of()));
  }
}
