package dev.onsale.operator.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.network.Traffic.End;
import dev.onsale.operator.network.Traffic.Outside;
import dev.onsale.operator.network.Traffic.Pod;
import dev.onsale.scaling.Component;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every pair of ends on every port that plays a part: what is allowed, and that nothing else is.
 */
class MatrixPairsTest {

  private static final EventIdentity EVENT =
      new EventIdentity("cluster", "concerts", "aurora", "uid");

  private static final List<String> PORTS =
      List.of(
          "22/TCP",
          "53/TCP",
          "53/UDP",
          "80/TCP",
          "443/TCP",
          "4317/TCP",
          "5432/TCP",
          "6379/TCP",
          "8080/TCP",
          "8081/TCP",
          "9092/TCP",
          "9094/TCP");

  private static final String PLATFORM =
      """
      apiVersion: onsale.dev/v1alpha1
      kind: TicketPlatform
      metadata: {name: main}
      spec:
        runtime: {image: x}
        redis: {endpoints: ["redis.example:6379"], adminSecretRef: {name: r}}
        postgres: {host: postgres.example, database: onsale, adminSecretRef: {name: p}}
        kafka: {bootstrapServers: "a.example:9092,b.example:9094"}
        identityProvider: {issuer: "https://id.example", audience: onsale}
        payment: {provider: Stripe, stripe: {secretRef: {name: s}}}
        observability: {otlpEndpoint: "http://collector.otel.svc:4317"}
        delivery: {strategy: BlueGreen}
        eventNamespaces: {selector: {matchLabels: {kubernetes.io/metadata.name: concerts}}}
        network:
          ingressFrom:
            - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress}}
              podSelector: {matchLabels: {app: proxy}}
            - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}
              podSelector: {matchLabels: {app: prometheus}}
              ports: [8081]
          egressTo:
            postgres: [{cidrs: [10.0.20.0/23]}]
            redis: [{cidrs: [10.0.30.0/23]}]
            kafka: [{cidrs: [10.0.40.0/23]}]
            payment: [{cidrs: [203.0.113.0/24]}]
            telemetry: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: otel}}}]
      """;

  private static final String MANIFEST =
      """
      apiVersion: onsale.dev/v1alpha1
      kind: TicketEvent
      metadata: {name: aurora, namespace: concerts}
      spec:
        platformRef: {name: main}
        title: Aurora
        schedule: {onSaleAt: "2030-03-01T10:00:00Z", closesAt: "2030-03-02T10:00:00Z", startsAt: "2030-03-03T10:00:00Z", registrationOpensAt: "2030-02-01T10:00:00Z", registrationClosesAt: "2030-02-02T10:00:00Z"}
        tiers: [{name: a, price: {currency: EUR, amount: 1}}]
        seating: {sections: [{name: A, tier: a, capacity: 1}]}
        buyers: {identity: Required}
        queue: {mode: Draw, beacon: {source: Drand, round: 7}}
      """;

  private static final Map<String, String> SETTLEMENT =
      Map.of("app.kubernetes.io/name", "onsale-settlement");

  private static final Map<String, End> ENDS = new LinkedHashMap<>();

  static {
    for (Component component : Component.values()) {
      ENDS.put(component.word(), ours("aurora", component));
    }
    ENDS.put("settlement", pod("onsale-system", SETTLEMENT));
    ENDS.put("another event", ours("borealis", Component.Booking));
    ENDS.put("a neighbour", pod("concerts", Map.of("app", "other")));
    ENDS.put("proxy", pod("ingress", Map.of("app", "proxy")));
    ENDS.put("false proxy", pod("concerts", Map.of("app", "proxy")));
    ENDS.put("prometheus", pod("monitoring", Map.of("app", "prometheus")));
    ENDS.put("router", pod("onsale-system", EventLabels.platformLabels("main")));
    ENDS.put("another platform's router", pod("onsale-system", EventLabels.platformLabels("b")));
    ENDS.put("false router", pod("concerts", EventLabels.platformLabels("main")));
    ENDS.put("rollouts", pod("argo-rollouts", Map.of("app.kubernetes.io/name", "argo-rollouts")));
    ENDS.put("dns", pod("kube-system", Map.of("k8s-app", "kube-dns")));
    ENDS.put("false dns", pod("concerts", Map.of("k8s-app", "kube-dns")));
    ENDS.put("collector", pod("otel", Map.of("app", "collector")));
    ENDS.put("node dns", new Outside("169.254.20.10"));
    ENDS.put("postgres", new Outside("10.0.21.7"));
    ENDS.put("redis", new Outside("10.0.30.7"));
    ENDS.put("kafka", new Outside("10.0.40.7"));
    ENDS.put("stripe", new Outside("203.0.113.9"));
    ENDS.put("internet", new Outside("198.51.100.1"));
    ENDS.put("internet v6", new Outside("2606:4700::1111"));
    ENDS.put("private", new Outside("192.168.1.1"));
    ENDS.put("private behind NAT64", new Outside("64:ff9b::a00:1"));
    ENDS.put("API server", new Outside("10.96.0.1"));
    ENDS.put("metadata", new Outside("169.254.169.254"));
    ENDS.put("metadata v6", new Outside("fd00:ec2::254"));
  }

  @Test
  void whatIsInNoRowIsDenied() {
    var neighbours =
        new Neighbours(
            Serialization.unmarshal(PLATFORM, TicketPlatform.class).getSpec(),
            Serialization.unmarshal(MANIFEST, TicketEvent.class).getSpec(),
            "onsale-system");
    Traffic traffic =
        new Traffic(EventPolicies.of(EVENT, Arrays.asList(Component.values()), neighbours));

    assertThat(connections(traffic, Component.Queue))
        .containsExactlyInAnyOrder(
            "proxy > queue 8080/TCP",
            "prometheus > queue 8081/TCP",
            "rollouts > queue 8081/TCP",
            "queue > dns 53/TCP",
            "queue > dns 53/UDP",
            "queue > node dns 53/TCP",
            "queue > node dns 53/UDP",
            "queue > postgres 5432/TCP",
            "queue > redis 6379/TCP",
            "queue > collector 4317/TCP",
            "queue > internet 443/TCP",
            "queue > internet v6 443/TCP",
            "queue > stripe 443/TCP");
    assertThat(connections(traffic, Component.Booking))
        .containsExactlyInAnyOrder(
            "proxy > booking 8080/TCP",
            "router > booking 8080/TCP",
            "prometheus > booking 8081/TCP",
            "rollouts > booking 8081/TCP",
            "booking > dns 53/TCP",
            "booking > dns 53/UDP",
            "booking > node dns 53/TCP",
            "booking > node dns 53/UDP",
            "booking > postgres 5432/TCP",
            "booking > redis 6379/TCP",
            "booking > collector 4317/TCP",
            "booking > internet 443/TCP",
            "booking > internet v6 443/TCP",
            "booking > stripe 443/TCP");
    assertThat(connections(traffic, Component.Worker))
        .containsExactlyInAnyOrder(
            "prometheus > worker 8081/TCP",
            "rollouts > worker 8081/TCP",
            "worker > dns 53/TCP",
            "worker > dns 53/UDP",
            "worker > node dns 53/TCP",
            "worker > node dns 53/UDP",
            "worker > postgres 5432/TCP",
            "worker > redis 6379/TCP",
            "worker > kafka 9092/TCP",
            "worker > kafka 9094/TCP",
            "worker > collector 4317/TCP",
            "worker > internet 443/TCP",
            "worker > internet v6 443/TCP",
            "worker > stripe 443/TCP");
    assertThat(connections(traffic, Component.Single))
        .contains(
            "proxy > runtime 8080/TCP", "router > runtime 8080/TCP", "runtime > kafka 9092/TCP")
        .doesNotContain("runtime > metadata 443/TCP", "a neighbour > runtime 8080/TCP");
  }

  @Test
  void theRouterReachesEventsAndNothingElse() {
    TicketPlatform platform = Serialization.unmarshal(PLATFORM, TicketPlatform.class);
    Map<String, String> labels = EventLabels.platformLabels("main");
    Traffic traffic =
        new Traffic(
            RouterPolicy.of(
                    new ObjectMetaBuilder()
                        .withNamespace("onsale-system")
                        .withName("onsale-webhooks-main")
                        .build(),
                    labels,
                    platform.getSpec())
                .stream()
                .toList());

    assertThat(connections(traffic, "router"))
        .containsExactlyInAnyOrder(
            "proxy > router 8080/TCP",
            "prometheus > router 8081/TCP",
            "router > runtime 8080/TCP",
            "router > booking 8080/TCP",
            "router > another event 8080/TCP",
            "router > dns 53/TCP",
            "router > dns 53/UDP",
            "router > node dns 53/TCP",
            "router > node dns 53/UDP");
  }

  @Test
  void aPodOfTheEventThatHasNoPolicyOfItsOwnIsDeniedEverything() {
    var neighbours =
        new Neighbours(
            Serialization.unmarshal(PLATFORM, TicketPlatform.class).getSpec(),
            Serialization.unmarshal(MANIFEST, TicketEvent.class).getSpec(),
            "onsale-system");
    Traffic traffic = new Traffic(EventPolicies.of(EVENT, List.of(), neighbours));
    assertThat(connections(traffic, Component.Worker)).isEmpty();
  }

  @Test
  void theJobThatSettlesReachesTheBooksAndNobodyReachesIt() {
    TicketPlatform platform =
        Serialization.unmarshal(
            PLATFORM.replace("kafka: [{", "kafka: [{podSelector: {matchLabels: {app: other}}}, {"),
            TicketPlatform.class);
    var neighbours =
        new Neighbours(
            platform.getSpec(),
            Serialization.unmarshal(MANIFEST, TicketEvent.class).getSpec(),
            "onsale-system");
    var metadata = new ObjectMetaBuilder().withNamespace("onsale-system").withName("job").build();
    Traffic traffic =
        new Traffic(
            EventPolicies.settling(metadata, SETTLEMENT, "concerts", neighbours).stream().toList());

    assertThat(connections(traffic, "settlement"))
        .containsExactlyInAnyOrder(
            "settlement > dns 53/TCP",
            "settlement > dns 53/UDP",
            "settlement > node dns 53/TCP",
            "settlement > node dns 53/UDP",
            "settlement > postgres 5432/TCP",
            "settlement > kafka 9092/TCP",
            "settlement > kafka 9094/TCP",
            "settlement > a neighbour 9092/TCP",
            "settlement > a neighbour 9094/TCP",
            "settlement > stripe 443/TCP");
  }

  @Test
  void podsThatAreNotOursAreLeftAlone() {
    var neighbours =
        new Neighbours(
            Serialization.unmarshal(PLATFORM, TicketPlatform.class).getSpec(),
            Serialization.unmarshal(MANIFEST, TicketEvent.class).getSpec(),
            "onsale-system");
    Traffic traffic =
        new Traffic(EventPolicies.of(EVENT, Arrays.asList(Component.values()), neighbours));
    assertThat(traffic.allows(end("a neighbour"), end("another event"), 22, "TCP")).isTrue();
    assertThat(traffic.allows(end("internet"), end("a neighbour"), 22, "TCP")).isTrue();
  }

  private static Set<String> connections(Traffic traffic, Component component) {
    return connections(traffic, component.word());
  }

  private static Set<String> connections(Traffic traffic, String ours) {
    Set<String> allowed = new TreeSet<>();
    ENDS.keySet().stream()
        .filter(other -> !other.equals(ours))
        .forEach(
            other ->
                PORTS.forEach(
                    text -> {
                      String[] port = text.split("/", 2);
                      int number = Integer.parseInt(port[0]);
                      if (traffic.allows(end(ours), end(other), number, port[1])) {
                        allowed.add(ours + " > " + other + " " + text);
                      }
                      if (traffic.allows(end(other), end(ours), number, port[1])) {
                        allowed.add(other + " > " + ours + " " + text);
                      }
                    }));
    return allowed;
  }

  private static End end(String name) {
    End end = ENDS.get(name);
    if (end == null) {
      throw new IllegalArgumentException(name);
    }
    return end;
  }

  private static Pod ours(String event, Component component) {
    return pod("concerts", EventLabels.labels(event, component));
  }

  private static Pod pod(String namespace, Map<String, String> labels) {
    return new Pod(
        "10.244.0.9", namespace, Map.of("kubernetes.io/metadata.name", namespace), labels);
  }
}
