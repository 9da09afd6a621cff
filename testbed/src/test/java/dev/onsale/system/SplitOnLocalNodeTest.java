package dev.onsale.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.testbed.demo.Evidence;
import dev.onsale.testbed.demo.Installation;
import dev.onsale.testbed.demo.LocalCluster;
import dev.onsale.testbed.demo.Steps;
import dev.onsale.testbed.demo.Terminal;
import dev.onsale.testbed.install.Manifests;
import dev.onsale.testbed.install.OperatorInstall;
import dev.onsale.testbed.process.Folders;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An event of topology Split on a real node: what only kubelet, autoscaler and eviction show. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SplitOnLocalNodeTest {

  private static final String NAMESPACE = "split";
  private static final String EVENT = "evening";
  private static final String PATH = "/v1/events/" + NAMESPACE + "/" + EVENT;
  private static final int SHOPPERS = 3;

  private final Steps steps = new Steps(new Terminal(System.out, false));
  private LocalCluster cluster;
  private URI queue;
  private URI booking;

  @BeforeAll
  void anEventOfThreeComponentsIsOnSale() throws Exception {
    cluster = LocalCluster.startMeasured(steps);
    Installation.onto(cluster, steps);
    cluster
        .client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    Manifests.apply(cluster.client(), Manifests.parse(manifest(), "the test's event"));
    steps.run("Event of topology Split", this::awaitReady);
    queue = nodePort("queue");
    booking = nodePort("booking");
  }

  @AfterAll
  void endTheNode() throws Exception {
    if (cluster != null) {
      new Evidence(cluster.client(), Folders.logs().resolve(NAMESPACE))
          .save(List.of(OperatorInstall.NAMESPACE, NAMESPACE));
      cluster.close();
    }
    steps.close();
  }

  @Test
  void loadRaisesTheReplicasOfTheQueue() {
    AtomicBoolean loaded = new AtomicBoolean(true);
    List<Thread> load =
        List.of(
            Thread.ofPlatform().start(() -> hammer(loaded)),
            Thread.ofPlatform().start(() -> hammer(loaded)));
    try {
      await()
          .atMost(Duration.ofMinutes(4))
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(
              () -> assertThat(deployment("queue").getSpec().getReplicas()).isEqualTo(2));
    } finally {
      loaded.set(false);
      load.forEach(Thread::interrupt);
    }
    assertThat(deployment("booking").getSpec().getReplicas()).isEqualTo(2);
  }

  @Test
  void theDisruptionBudgetBlocksTheEvictionOfTheLastPods() {
    awaitPods("booking", 2);
    List<Pod> pods = pods("booking");

    try (KubernetesClient impatient = withoutRetries()) {
      assertThat(evicted(impatient, pods.getFirst())).isTrue();
      assertThat(evicted(impatient, pods.getLast())).isFalse();
    }
    awaitPods("booking", 2);
  }

  @Test
  void anEditIsAcknowledgedByEveryPodWithinTwoMinutes() throws Exception {
    awaitPods("booking", 2);
    long generation =
        event()
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"spec\":{\"theme\":{\"message\":\"Doors open at seven\"}}}")
            .getMetadata()
            .getGeneration();

    steps.run(
        "An edit in force in every pod",
        () ->
            await()
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(
                    () ->
                        assertThat(generationsInForce())
                            .hasSizeGreaterThanOrEqualTo(4)
                            .allMatch(inForce -> inForce >= generation)));
  }

  @Test
  void aRollingUpdateLosesNoRequest() throws Exception {
    awaitPods("booking", 2);
    List<String> before = pods("booking").stream().map(SplitOnLocalNodeTest::uid).toList();
    try (Shoppers shoppers = shoppers()) {
      awaitBought(shoppers, 5);
      cluster
          .client()
          .apps()
          .deployments()
          .inNamespace(NAMESPACE)
          .withName(EVENT + "-booking")
          .rolling()
          .restart();
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () ->
                  pods("booking").stream().noneMatch(pod -> before.contains(uid(pod)))
                      && pods("booking").size() == 2);
      awaitBought(shoppers, shoppers.bought() + 5);

      assertThat(shoppers.lost()).isEmpty();
      assertThat(shoppers.answered()).isGreaterThan(50);
    }
  }

  @Test
  void aRotationOfCredentialsLosesNoRequest() throws Exception {
    assumeThat(logins()).as("an operator that rotates gives an event two logins").hasSize(2);
    awaitPods("booking", 2);
    String logins = loginsUsed();
    try (Shoppers shoppers = shoppers()) {
      awaitBought(shoppers, 5);
      event()
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\":{\"annotations\":{\"onsale.dev/rotate\":\"test\"}}}");
      await()
          .atMost(Duration.ofMinutes(4))
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(() -> assertThat(loginsUsed()).isNotEmpty().doesNotContain(logins));
      awaitBought(shoppers, shoppers.bought() + 5);

      assertThat(shoppers.lost()).isEmpty();
    }
  }

  /** What each living process works by: one of the queue at least, two of booking, a worker. */
  private List<Long> generationsInForce() throws Exception {
    List<Long> generations = new ArrayList<>();
    try (var connection =
            cluster.stores().postgres().connect(cluster.stores().postgres().superuser());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT config_generation FROM %s.runtime_status WHERE updated_at > now() - interval '6 s'"
                    .formatted(event().require().getStatus().data().schema()))) {
      while (rows.next()) {
        generations.add(rows.getLong(1));
      }
    }
    return generations;
  }

  /** The event's logins, whether they are used or not. */
  private List<String> logins() throws Exception {
    String schema = event().require().getStatus().data().schema();
    List<String> logins = new ArrayList<>();
    try (var connection =
            cluster.stores().postgres().connect(cluster.stores().postgres().superuser());
        var statement = connection.createStatement();
        var roles =
            statement.executeQuery(
                "SELECT rolname FROM pg_roles WHERE rolname IN ('%1$s_a', '%1$s_b')"
                    .formatted(schema))) {
      while (roles.next()) {
        logins.add(roles.getString(1));
      }
    }
    return logins;
  }

  /** The event's logins that have connections to PostgreSQL, in order. */
  private String loginsUsed() throws Exception {
    String schema = event().require().getStatus().data().schema();
    try (var connection =
            cluster.stores().postgres().connect(cluster.stores().postgres().superuser());
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT coalesce(string_agg(DISTINCT usename, ',' ORDER BY usename), '')"
                    + " FROM pg_stat_activity WHERE usename LIKE '"
                    + schema.replace("_", "\\_")
                    + "\\__'")) {
      row.next();
      return row.getString(1);
    }
  }

  private Shoppers shoppers() {
    return new Shoppers(queue, booking, PATH, SHOPPERS);
  }

  private static void awaitBought(Shoppers shoppers, int tickets) {
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> shoppers.bought() >= tickets || !shoppers.lost().isEmpty());
  }

  private void hammer(AtomicBoolean loaded) {
    try (var http = java.net.http.HttpClient.newHttpClient()) {
      var request =
          java.net.http.HttpRequest.newBuilder(queue.resolve(PATH + "/queue/status")).build();
      while (loaded.get()) {
        http.send(request, java.net.http.HttpResponse.BodyHandlers.discarding());
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A client that takes 429 for an answer instead of asking until the eviction is granted. */
  private KubernetesClient withoutRetries() {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(cluster.client().getConfiguration())
                .withRequestRetryBackoffLimit(0)
                .build())
        .build();
  }

  private static boolean evicted(KubernetesClient client, Pod pod) {
    try {
      return client.pods().inNamespace(NAMESPACE).withName(pod.getMetadata().getName()).evict();
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).isEqualTo(429);
      return false;
    }
  }

  private void awaitReady() {
    await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> readyNow(event().get()));
  }

  private static boolean readyNow(TicketEvent event) {
    return event.getStatus() != null
        && event.getStatus().conditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private Resource<TicketEvent> event() {
    return cluster.client().resources(TicketEvent.class).inNamespace(NAMESPACE).withName(EVENT);
  }

  private void awaitPods(String component, int count) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(pods(component)).hasSize(count));
  }

  private Deployment deployment(String component) {
    return cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName(EVENT + "-" + component)
        .require();
  }

  /** Ready pods that nobody asked to end. */
  private List<Pod> pods(String component) {
    return cluster
        .client()
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(
            pod ->
                pod.getStatus().getConditions().stream()
                    .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True")))
        .toList();
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  /** A NodePort beside the operator's own Service, which is for the inside of the cluster. */
  private URI nodePort(String component) {
    Service inside =
        cluster
            .client()
            .services()
            .inNamespace(NAMESPACE)
            .withName(EVENT + "-" + component)
            .require();
    Service outside =
        cluster
            .client()
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withNamespace(NAMESPACE)
                    .withName("outside-" + component)
                    .endMetadata()
                    .withNewSpec()
                    .withType("NodePort")
                    .withSelector(inside.getSpec().getSelector())
                    .addNewPort()
                    .withPort(8080)
                    .withTargetPort(new IntOrString(8080))
                    .endPort()
                    .endSpec()
                    .build())
            .create();
    return URI.create(
        "http://%s:%d"
            .formatted(
                cluster.node().address(), outside.getSpec().getPorts().getFirst().getNodePort()));
  }

  /** On sale for five hours, so that the freeze is over and pods may roll. */
  private static String manifest() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return """
    apiVersion: onsale.dev/v1alpha1
    kind: TicketEvent
    metadata: {name: %s, namespace: %s}
    spec:
      platformRef: {name: main}
      title: An evening in three parts
      schedule: {onSaleAt: "%s", closesAt: "%s", startsAt: "%s"}
      tiers: [{name: standing, price: {currency: EUR, amount: 2500}}]
      seating: {sections: [{name: floor, tier: standing, capacity: 20000}]}
      buyers: {identity: Anonymous}
      queue: {mode: Fifo, admission: {perMinute: 60000, maxActive: 20000}}
      topology: Split
      scaling:
        queue: {min: 1, max: 2, cpuPercent: 50}
        booking: {min: 2, max: 2}
        worker: {min: 1, max: 1}
    """
        .formatted(
            EVENT,
            NAMESPACE,
            now.minus(Duration.ofHours(5)),
            now.plus(Duration.ofHours(5)),
            now.plus(Duration.ofHours(6)));
  }
}
