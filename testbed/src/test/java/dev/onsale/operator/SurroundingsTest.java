package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.optional.OptionalKind;
import dev.onsale.testbed.kubernetes.OptionalCrd;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What events get only in some clusters, on an API server of its own where APIs come and go. */
class SurroundingsTest {

  private static final World WORLD = new World(World.EAGER);
  private final String namespace = WORLD.newNamespace();

  @AfterAll
  static void close() {
    WORLD.close();
  }

  @AfterEach
  void noOptionalApiIsLeft() {
    for (OptionalCrd crd : OptionalCrd.values()) {
      crd.remove(WORLD.user);
    }
  }

  private static void platform(String name, String more) {
    WORLD.user.resource(World.generic(Manifests.platform(WORLD, name) + more)).create();
  }

  private TicketEvent event(String name, String platform) {
    WORLD.create(Manifests.event(namespace, name, platform, "Delete", "1h"));
    return WORLD.awaitProvisioned(namespace, name);
  }

  private Resource<GenericKubernetesResource> optional(OptionalKind kind, String name) {
    String[] api = kind.apiVersion().split("/", 2);
    return WORLD
        .user
        .genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup(api[0])
                .withVersion(api[1])
                .withKind(kind.kind())
                .withPlural(kind.plural())
                .withNamespaced(true)
                .build())
        .inNamespace(namespace)
        .withName(name);
  }

  private GenericKubernetesResource awaitOptional(OptionalKind kind, String name) {
    return await()
        .atMost(World.PATIENCE)
        .ignoreExceptions()
        .until(optional(kind, name)::get, found -> found != null);
  }

  private void awaitNone(OptionalKind kind, String name) {
    await().atMost(World.PATIENCE).until(() -> optional(kind, name).get() == null);
  }

  @Test
  void withoutOptionalApisAnEventIsReadyAllTheSame() {
    event("plain", "main");
    WORLD.podsBecomeReady(namespace, "plain");
    WORLD.awaitCondition(namespace, "plain", "Ready", "True", "Ready");
  }

  @Test
  void monitorsAndRulesComeAndGoWithTheirApi() {
    event("watched", "main");

    OptionalCrd.install(
        WORLD.user, List.of(OptionalCrd.SERVICE_MONITOR, OptionalCrd.PROMETHEUS_RULE));

    GenericKubernetesResource monitor = awaitOptional(OptionalKind.SERVICE_MONITOR, "watched");
    assertThat(monitor.getMetadata().getLabels()).containsEntry("onsale.dev/event", "watched");
    assertThat(monitor.<Map<String, Object>>get("spec", "selector", "matchLabels"))
        .containsEntry("onsale.dev/event", "watched")
        .containsEntry("app.kubernetes.io/name", "onsale-runtime");
    assertThat(monitor.<List<Map<String, Object>>>get("spec", "endpoints"))
        .singleElement()
        .satisfies(
            endpoint ->
                assertThat(endpoint)
                    .containsEntry("port", "management")
                    .containsEntry("path", "/metrics")
                    .containsEntry("interval", "15s"));
    GenericKubernetesResource rule = awaitOptional(OptionalKind.PROMETHEUS_RULE, "watched");
    assertThat(rule.<List<Map<String, Object>>>get("spec", "groups")).hasSize(1);

    OptionalCrd.SERVICE_MONITOR.remove(WORLD.user);
    WORLD.podsBecomeReady(namespace, "watched");
    WORLD.awaitCondition(namespace, "watched", "Ready", "True", "Ready");
    assertThat(
            WORLD
                .user
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("watched-runtime")
                .get())
        .isNotNull();
  }

  @Test
  void withEveryApiPresentASecondReconciliationWritesNothing() {
    OptionalCrd.install(WORLD.user, List.of(OptionalCrd.values()));
    platform("full", ROUTED_BY_GATEWAY + NETWORK);
    event("quiet", "full");
    awaitOptional(OptionalKind.SERVICE_MONITOR, "quiet");
    awaitOptional(OptionalKind.HTTP_ROUTE, "quiet-buyers");
    awaitOptional(OptionalKind.NETWORK_POLICY, "quiet-runtime");
    WORLD.podsBecomeReady(namespace, "quiet");
    WORLD.awaitCondition(namespace, "quiet", "RuntimeAvailable", "True", "Available");

    WORLD.awaitSilence("/namespaces/" + namespace + "/");
  }

  @Test
  void whatOthersChangeOrDeleteComesBack() {
    OptionalCrd.install(WORLD.user, List.of(OptionalCrd.SERVICE_MONITOR));
    event("mended", "main");
    awaitOptional(OptionalKind.SERVICE_MONITOR, "mended");

    optional(OptionalKind.SERVICE_MONITOR, "mended")
        .edit(
            monitor -> {
              Map<String, Object> spec = monitor.get("spec");
              spec.put("endpoints", List.of(Map.of("port", "wrong")));
              spec.put("jobLabel", "theirs");
              return monitor;
            });
    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () -> {
              var monitor = optional(OptionalKind.SERVICE_MONITOR, "mended").require();
              assertThat(monitor.<List<Map<String, Object>>>get("spec", "endpoints"))
                  .singleElement()
                  .satisfies(e -> assertThat(e).containsEntry("port", "management"));
              assertThat(monitor.<String>get("spec", "jobLabel")).isEqualTo("theirs");
            });

    String uid = optional(OptionalKind.SERVICE_MONITOR, "mended").require().getMetadata().getUid();
    optional(OptionalKind.SERVICE_MONITOR, "mended").delete();
    await()
        .atMost(World.PATIENCE)
        .until(
            optional(OptionalKind.SERVICE_MONITOR, "mended")::get,
            found -> found != null && !found.getMetadata().getUid().equals(uid));
  }

  @Test
  void kedaScalesWhereItIsAndAnHpaWhereItIsNot() {
    OptionalCrd.install(WORLD.user, List.of(OptionalCrd.SCALED_OBJECT));
    platform(
        "measured", "  observability: {prometheusURL: \"http://prometheus.monitoring:9090\"}\n");
    event("noticed", "measured");
    awaitOptional(OptionalKind.SCALED_OBJECT, "noticed-runtime");
    event("scaled", "measured");

    GenericKubernetesResource scaled = awaitOptional(OptionalKind.SCALED_OBJECT, "scaled-runtime");
    assertThat(scaled.<Integer>get("spec", "minReplicaCount")).isEqualTo(1);
    assertThat(scaled.<Integer>get("spec", "maxReplicaCount")).isEqualTo(2);
    assertThat(scaled.<Map<String, Object>>get("spec", "scaleTargetRef"))
        .containsEntry("kind", "Deployment")
        .containsEntry("name", "scaled-runtime");
    assertThat(scaled.<List<Map<String, Object>>>get("spec", "triggers"))
        .extracting(trigger -> trigger.get("type"))
        .containsExactly("cpu", "prometheus", "prometheus");
    assertThat(scaled.<String>get("spec", "advanced", "horizontalPodAutoscalerConfig", "name"))
        .as("KEDA takes over the HorizontalPodAutoscaler of that name")
        .isEqualTo("scaled-runtime");
    assertThat(hpa("scaled-runtime").get()).isNull();
    var deployment =
        WORLD.user.apps().deployments().inNamespace(namespace).withName("scaled-runtime");
    String uid = deployment.require().getMetadata().getUid();

    OptionalCrd.SCALED_OBJECT.remove(WORLD.user);

    await().atMost(World.PATIENCE).until(() -> hpa("scaled-runtime").get() != null);
    assertThat(deployment.require().getMetadata().getUid()).isEqualTo(uid);
  }

  private Resource<HorizontalPodAutoscaler> hpa(String name) {
    return WORLD
        .user
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(namespace)
        .withName(name);
  }

  @Test
  void anIngressLeadsToTheServiceOfEachPath() {
    platform("by-ingress", ROUTED_BY_INGRESS);
    TicketEvent event = event("routed", "by-ingress");

    Ingress ingress = awaitIngress("routed-buyers");
    assertThat(ingress.getSpec().getIngressClassName()).isEqualTo("nginx");
    var rule = ingress.getSpec().getRules().getFirst();
    assertThat(rule.getHost()).matches("routed-[0-9a-f]{8}\\.tickets\\.example");
    assertThat(ingress.getSpec().getTls().getFirst().getHosts()).containsExactly(rule.getHost());
    assertThat(ingress.getSpec().getTls().getFirst().getSecretName()).isEqualTo("wildcard");
    assertThat(rule.getHttp().getPaths())
        .extracting(path -> path.getPath() + " " + path.getBackend().getService().getName())
        .containsExactly("/v1/events/" + namespace + "/routed routed-runtime");
    assertThat(event.getStatus().endpoints().buyers())
        .isEqualTo("https://" + rule.getHost() + "/v1/events/" + namespace + "/routed");
    WORLD.awaitCondition(namespace, "routed", "Routed", "True", "Routed");
  }

  @Test
  void anEventInPartsIsRoutedByPath() {
    platform("by-path", ROUTED_BY_INGRESS);
    WORLD.create(
        Manifests.event(namespace, "parted", "by-path", "Delete", "1h") + "  topology: Split\n");
    WORLD.awaitProvisioned(namespace, "parted");

    assertThat(awaitIngress("parted-buyers").getSpec().getRules().getFirst().getHttp().getPaths())
        .extracting(
            path ->
                path.getPath()
                    + " "
                    + path.getBackend().getService().getName()
                    + ":"
                    + path.getBackend().getService().getPort().getName())
        .containsExactly(
            "/v1/events/" + namespace + "/parted/queue parted-queue:http",
            "/v1/events/" + namespace + "/parted parted-booking:http");
  }

  @Test
  void aRouteThatIsOfAnotherKindNowLeavesNoneOfTheKindBefore() {
    OptionalCrd.install(WORLD.user, List.of(OptionalCrd.HTTP_ROUTE));
    platform("moving", ROUTED_BY_INGRESS);
    event("moved", "moving");
    awaitIngress("moved-buyers");

    WORLD
        .user
        .resources(dev.onsale.api.v1alpha1.TicketPlatform.class)
        .withName("moving")
        .patch(
            io.fabric8.kubernetes.client.dsl.base.PatchContext.of(
                io.fabric8.kubernetes.client.dsl.base.PatchType.JSON_MERGE),
            """
            {"spec":{"routing":{"type":"HTTPRoute","httpRoute":{"gatewayRef":{"name":"public","namespace":"gateways"}}}}}
            """);

    GenericKubernetesResource route = awaitOptional(OptionalKind.HTTP_ROUTE, "moved-buyers");
    awaitNone(OptionalKind.INGRESS, "moved-buyers");
    assertThat(route.<List<Map<String, Object>>>get("spec", "parentRefs"))
        .singleElement()
        .satisfies(
            parent ->
                assertThat(parent)
                    .containsEntry("name", "public")
                    .containsEntry("namespace", "gateways"));
    assertThat(route.<List<Map<String, Object>>>get("spec", "rules")).hasSize(1);
    WORLD.awaitCondition(namespace, "moved", "Routed", "Unknown", "RoutePending");
  }

  @Test
  void aRouteWhoseApiIsMissingSaysSo() {
    platform("no-gateway", ROUTED_BY_GATEWAY);
    event("lost", "no-gateway");
    WORLD.awaitCondition(namespace, "lost", "Routed", "False", "RouteApiMissing");

    OptionalCrd.install(WORLD.user, List.of(OptionalCrd.HTTP_ROUTE));
    awaitOptional(OptionalKind.HTTP_ROUTE, "lost-buyers");
    WORLD.awaitCondition(namespace, "lost", "Routed", "Unknown", "RoutePending");
  }

  @Test
  void anIngressOfSomebodyElseIsLeftAlone() {
    platform("contested", ROUTED_BY_INGRESS);
    WORLD
        .user
        .resource(
            new IngressBuilder()
                .withNewMetadata()
                .withName("taken-buyers")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withIngressClassName("theirs")
                .addNewRule()
                .withHost("theirs.example")
                .endRule()
                .endSpec()
                .build())
        .create();
    event("taken", "contested");

    TicketEvent told =
        WORLD.awaitCondition(namespace, "taken", "RuntimeAvailable", "False", "ChildConflict");
    assertThat(World.message(told, "RuntimeAvailable")).contains("Ingress taken-buyers");
    assertThat(awaitIngress("taken-buyers").getSpec().getIngressClassName()).isEqualTo("theirs");
  }

  @Test
  void policiesSelectTheEventsOwnPodsAndGoWithIt() {
    platform("walled", NETWORK);
    event("safe", "walled");

    NetworkPolicy policy =
        await()
            .atMost(World.PATIENCE)
            .until(
                () ->
                    WORLD
                        .user
                        .network()
                        .v1()
                        .networkPolicies()
                        .inNamespace(namespace)
                        .withName("safe-runtime")
                        .get(),
                found -> found != null);
    assertThat(policy.getSpec().getPodSelector().getMatchLabels())
        .containsEntry("onsale.dev/event", "safe")
        .containsEntry("app.kubernetes.io/name", "onsale-runtime")
        .containsEntry("app.kubernetes.io/component", "runtime");
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getEgress())
        .flatExtracting(rule -> rule.getTo())
        .filteredOn(peer -> peer.getIpBlock() != null)
        .extracting(peer -> peer.getIpBlock().getCidr())
        .contains("10.0.20.0/23", "10.0.30.0/23", "10.0.40.0/23", "169.254.20.10/32");
    assertThat(
            WORLD
                .user
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(namespace)
                .withName("safe-default-deny")
                .get()
                .getSpec()
                .getIngress())
        .isEmpty();

    WORLD.event(namespace, "safe").delete();
    WORLD.awaitGone(namespace, "safe");
    assertThat(WORLD.user.network().v1().networkPolicies().inNamespace(namespace).list().getItems())
        .isEmpty();
  }

  @Test
  void aPlatformThatWouldCutItsEventsOffIsRefused() {
    platform("forgetful", "  network: {egressTo: {postgres: [{cidrs: [10.0.0.0/8]}]}}\n");
    await()
        .atMost(World.PATIENCE)
        .until(() -> String.valueOf(platformMessage("forgetful")).contains("ingressFrom"));
  }

  @Test
  void aDashboardIsMadeWherePrometheusIsNamed() {
    platform("seen", "  observability: {prometheusURL: \"http://prometheus.monitoring:9090\"}\n");
    event("shown", "seen");
    ConfigMap dashboard =
        await()
            .atMost(World.PATIENCE)
            .until(
                () ->
                    WORLD
                        .user
                        .configMaps()
                        .inNamespace(namespace)
                        .withName("shown-dashboard")
                        .get(),
                found -> found != null);
    assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(dashboard.getData()).containsOnlyKeys(namespace + "-shown.json");
  }

  private Ingress awaitIngress(String name) {
    return await()
        .atMost(World.PATIENCE)
        .until(
            () -> WORLD.user.network().v1().ingresses().inNamespace(namespace).withName(name).get(),
            found -> found != null);
  }

  private static @Nullable String platformMessage(String name) {
    var status =
        WORLD
            .user
            .resources(dev.onsale.api.v1alpha1.TicketPlatform.class)
            .withName(name)
            .require()
            .getStatus();
    return status == null
        ? null
        : status.conditions().stream()
            .filter(condition -> condition.getType().equals("Ready"))
            .map(io.fabric8.kubernetes.api.model.Condition::getMessage)
            .findFirst()
            .orElse(null);
  }

  private static final String ROUTED_BY_INGRESS =
      """
        routing: {type: Ingress, ingress: {className: nginx}, domain: tickets.example, tls: {secretName: wildcard}}
      """;

  private static final String ROUTED_BY_GATEWAY =
      """
        routing: {type: HTTPRoute, httpRoute: {gatewayRef: {name: public, namespace: gateways}}, domain: tickets.example}
      """;

  private static final String NETWORK =
      """
        network:
          ingressFrom:
            - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress}}
          egressTo:
            postgres: [{cidrs: [10.0.20.0/23]}]
            redis: [{cidrs: [10.0.30.0/23]}]
            kafka: [{cidrs: [10.0.40.0/23]}]
      """;
}
