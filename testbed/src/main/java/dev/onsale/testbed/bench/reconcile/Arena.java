package dev.onsale.testbed.bench.reconcile;

import dev.onsale.testbed.install.Manifests;
import dev.onsale.testbed.install.OperatorInstall;
import dev.onsale.testbed.kubernetes.ControlPlane;
import dev.onsale.testbed.kubernetes.Token;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.stores.Stores;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What both sides work on: an audited control plane without controllers, three stores, and Onsale's
 * API twice, so that the operator does not see what the reference makes.
 */
final class Arena implements AutoCloseable {

  static final String OPERATOR = "onsale-operator";
  static final String BARE_CLIENT = "bare-client";

  private final Token operator = Token.unbounded(UUID.randomUUID().toString(), OPERATOR);
  private final Token bare = Token.unbounded(UUID.randomUUID().toString(), BARE_CLIENT);
  final Stores stores;
  final ControlPlane plane;
  final KubernetesClient user;
  final AuditLog audit;

  private Arena(Stores stores) {
    this.stores = stores;
    plane =
        ControlPlane.startAudited(ControlPlane.Controllers.OFF, AuditLog.POLICY, operator, bare);
    user = plane.client();
    audit = new AuditLog(plane.auditLog());
  }

  static Arena start() throws IOException, InterruptedException {
    Stores stores = Stores.start();
    Arena arena;
    try {
      arena = new Arena(stores);
    } catch (RuntimeException e) {
      stores.close();
      throw e;
    }
    try {
      arena.install();
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
    return arena;
  }

  Path operatorsKubeconfig() {
    return plane.kubeconfig(operator);
  }

  ApiClient client(String name) {
    return new ApiClient(
        switch (name) {
          case OPERATOR -> plane.configuration(operator);
          case BARE_CLIENT -> plane.configuration(bare);
          default -> plane.configuration();
        });
  }

  void namespace(String name) {
    user.resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  private void install() throws IOException, InterruptedException {
    List<GenericKubernetesResource> definitions = new ArrayList<>();
    for (String kind : List.of("ticketevents", "ticketplatforms")) {
      Path file = Folders.checkout().resolve("charts/onsale/crds/" + kind + ".yaml");
      String definition = Files.readString(file);
      definitions.addAll(Manifests.parse(definition, file.toString()));
      definitions.addAll(
          Manifests.parse(
              definition.replace("onsale.dev", Subject.REFERENCE_GROUP), file.toString()));
    }
    new OperatorInstall(user).apply(definitions);
    Manifests.apply(user, Manifests.parse(platform(), "the benchmark's platform"));
  }

  private String platform() {
    return """
    apiVersion: v1
    kind: Secret
    metadata: {name: postgres-admin, namespace: onsale-system}
    stringData: {username: %s, password: "%s"}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: redis-admin, namespace: onsale-system}
    stringData: {username: %s, password: "%s"}
    ---
    apiVersion: onsale.dev/v1alpha1
    kind: TicketPlatform
    metadata: {name: main}
    spec:
      runtime: {image: "example.invalid/runtime:1"}
      redis: {endpoints: ["%s:%d"], adminSecretRef: {name: redis-admin}}
      postgres: {host: %s, port: %d, database: onsale, adminSecretRef: {name: postgres-admin}}
      kafka: {bootstrapServers: "%s", topics: {partitions: 3, replication: 1, minInSync: 1}}
      eventNamespaces: {selector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: Exists}]}}
    """
        .formatted(
            stores.postgres().operator().user(),
            stores.postgres().operator().password(),
            stores.redis().admin().user(),
            stores.redis().admin().password(),
            stores.redis().host(),
            stores.redis().port(),
            stores.postgres().host(),
            stores.postgres().port(),
            stores.kafka().bootstrapServers());
  }

  @Override
  public void close() {
    try {
      plane.close();
    } finally {
      stores.close();
    }
  }
}
