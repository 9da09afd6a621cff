package dev.onsale.operator;

import static org.awaitility.Awaitility.await;

import dev.onsale.operator.EventObjects.Kind;
import dev.onsale.operator.optional.OptionalKind;
import dev.onsale.testbed.kubernetes.OptionalCrd;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every field of what an event gets where every optional API is served, by platform. */
class OptionalChildrenTest {

  private static final World WORLD = new World(World.EAGER);
  private static final List<Kind> ALL =
      Stream.concat(
              ChildrenTest.CORE.stream(),
              Stream.of(OptionalKind.values())
                  .map(kind -> new Kind(kind.apiVersion(), kind.kind())))
          .toList();

  private static final String NETWORK_AND_METRICS =
      """
        observability: {prometheusURL: "http://prometheus.monitoring:9090"}
        network:
          ingressFrom:
            - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress}}
          egressTo:
            postgres: [{cidrs: [10.0.20.0/23]}]
            redis: [{cidrs: [10.0.30.0/23]}]
            kafka: [{cidrs: [10.0.40.0/23]}]
      """;

  private static final String INGRESS =
      """
        routing: {type: Ingress, ingress: {className: nginx}, domain: tickets.example, tls: {secretName: wildcard}}
      """;

  private static final String GATEWAY =
      """
        routing: {type: HTTPRoute, httpRoute: {gatewayRef: {name: public, namespace: gateways}}, domain: tickets.example}
        delivery: {strategy: BlueGreen}
      """;

  private final String namespace = WORLD.newNamespace();

  @BeforeAll
  static void install() {
    OptionalCrd.install(WORLD.user, List.of(OptionalCrd.values()));
    String rolling = Manifests.platform(WORLD, "ingress") + NETWORK_AND_METRICS + INGRESS;
    String blueGreen = Manifests.platform(WORLD, "gateway") + NETWORK_AND_METRICS + GATEWAY;
    WORLD.createPlatform(rolling);
    WORLD.createPlatform(blueGreen);
    await()
        .atMost(World.PATIENCE)
        .until(
            () ->
                Stream.of(OptionalKind.values())
                    .allMatch(
                        kind ->
                            WORLD.rights.asked().stream()
                                .anyMatch(
                                    asked ->
                                        asked.verb().equals("list")
                                            && asked.resource().equals(kind.plural()))));
  }

  @AfterAll
  static void close() {
    WORLD.close();
  }

  @ParameterizedTest
  @CsvSource({"ingress, Single", "ingress, Split", "gateway, Single", "gateway, Split"})
  void everyObjectIsAsDeclared(String platform, String topology) {
    WORLD.create(ChildrenTest.manifest(namespace, platform, topology));

    new EventObjects(
            WORLD,
            WORLD.awaitProvisioned(namespace, "aurora"),
            platform + "-" + topology.toLowerCase(Locale.ROOT))
        .areAsDeclared(ALL);
  }
}
