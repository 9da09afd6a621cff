package dev.onsale.testbed.demo;

import dev.onsale.testbed.audit.Books;
import dev.onsale.testbed.audit.BooksReader;
import dev.onsale.testbed.binaries.KubernetesBinaries;
import dev.onsale.testbed.binaries.Program;
import dev.onsale.testbed.install.InstallFailure;
import dev.onsale.testbed.install.Manifests;
import dev.onsale.testbed.kubernetes.LocalNode;
import dev.onsale.testbed.stores.EmbeddedPostgres;
import dev.onsale.testbed.stores.Stores;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A node on this machine, with PostgreSQL, Redis and Kafka beside it. */
public final class LocalCluster implements Cluster {
  private static final int BUYERS_PORT = 8080;

  private final LocalNode node;
  private final Stores stores;
  private final RuntimeImages images;

  private LocalCluster(LocalNode node, Stores stores, RuntimeImages images) {
    this.node = node;
    this.stores = stores;
    this.images = images;
  }

  /**
   * Starts node and stores and builds the images, all at once; what did not start takes the rest
   * along.
   */
  public static LocalCluster start(Steps steps) throws Exception {
    steps.run("Programs of Kubernetes", () -> KubernetesBinaries.provide(Program.ofEveryNode()));
    return around(steps.call("Network of the local node", LocalNode::start), steps);
  }

  /** The same with metrics-server, for autoscalers. */
  public static LocalCluster startMeasured(Steps steps) throws Exception {
    steps.run(
        "Programs of Kubernetes", () -> KubernetesBinaries.provide(List.of(Program.values())));
    LocalCluster cluster =
        around(steps.call("Network of the local node", LocalNode::startMeasured), steps);
    try {
      steps.run("Metrics of the node", cluster.node::serveMetrics);
    } catch (Exception e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  private static LocalCluster around(LocalNode node, Steps steps) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Stores> stores =
          threads.submit(
              () ->
                  steps.call(
                      "PostgreSQL, Redis, Kafka", () -> Stores.start(node.gatewayAddress())));
      Future<?> ready =
          threads.submit(
              () -> {
                steps.run("Kubernetes on the local node", node::awaitReady);
                return null;
              });
      Future<RuntimeImages> images =
          threads.submit(() -> steps.call("Images", RuntimeImages::build));
      try {
        Stores started = stores.get();
        ready.get();
        RuntimeImages built = images.get();
        steps.run("Images onto the node", () -> built.archives().forEach(node::importImage));
        return new LocalCluster(node, started, built);
      } catch (Exception e) {
        closeIfStarted(stores);
        throw e instanceof ExecutionException && e.getCause() instanceof Exception cause
            ? cause
            : e;
      }
    } catch (Exception e) {
      node.close();
      throw e;
    }
  }

  private static void closeIfStarted(Future<Stores> stores) throws InterruptedException {
    try {
      stores.get().close();
    } catch (ExecutionException e) {
      // they did not start and left nothing; that failure, or an earlier one, is being reported
      return;
    }
  }

  public LocalNode node() {
    return node;
  }

  public Stores stores() {
    return stores;
  }

  @Override
  public KubernetesClient client() {
    return node.client();
  }

  @Override
  public List<GenericKubernetesResource> platform() {
    EmbeddedPostgres postgres = stores.postgres();
    String gateway = node.gatewayAddress();
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("image", images.runtime()),
            Map.entry("postgres.host", gateway),
            Map.entry("postgres.port", String.valueOf(postgres.port())),
            Map.entry("postgres.database", EmbeddedPostgres.DATABASE),
            Map.entry("postgres.user", postgres.operator().user()),
            Map.entry("postgres.password", postgres.operator().password()),
            Map.entry("redis.endpoint", gateway + ":" + stores.redis().port()),
            Map.entry("redis.user", stores.redis().admin().user()),
            Map.entry("redis.password", stores.redis().admin().password()),
            Map.entry("kafka.bootstrap", stores.kafka().bootstrapServers(gateway)));
    String text = template();
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("${" + value.getKey() + "}", value.getValue());
    }
    return Manifests.parse(text, "the local node's platform");
  }

  private static String template() {
    try (InputStream template =
        Objects.requireNonNull(
            Manifests.class.getResourceAsStream("platform.yaml"), "platform.yaml is packaged")) {
      return new String(template.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InstallFailure("cannot read the platform's template", e);
    }
  }

  @Override
  public String operatorImage() {
    return images.operator();
  }

  /** A NodePort beside the operator's own Service, which is for the inside of the cluster. */
  @Override
  public URI reach(String namespace, String event) {
    Service inside = client().services().inNamespace(namespace).withName(event + "-runtime").get();
    if (inside == null) {
      throw new InstallFailure(
          "Service %s/%s-runtime is not there, though the event is ready"
              .formatted(namespace, event));
    }
    Service outside =
        new ServiceBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(event + "-buyers")
            .endMetadata()
            .withNewSpec()
            .withType("NodePort")
            .withSelector(inside.getSpec().getSelector())
            .addNewPort()
            .withPort(BUYERS_PORT)
            .withTargetPort(new IntOrString(BUYERS_PORT))
            .endPort()
            .endSpec()
            .build();
    Service created = client().resource(outside).serverSideApply();
    return URI.create(
        "http://%s:%d"
            .formatted(node.address(), created.getSpec().getPorts().getFirst().getNodePort()));
  }

  @Override
  public Books books(String schema) throws SQLException {
    try (Connection connection = stores.postgres().connect(stores.postgres().superuser())) {
      return BooksReader.read(connection, schema);
    }
  }

  /** Lets node and stores outlive this JVM. */
  public void detach() {
    stores.detach();
    node.detach();
  }

  /** Where each part keeps its state; by these a detached cluster is ended. */
  public List<Path> folders() {
    return List.of(
        node.folder(),
        stores.kafka().process().folder(),
        stores.redis().process().folder(),
        stores.postgres().process().folder());
  }

  @Override
  public void close() {
    node.close();
    stores.close();
  }
}
