package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.event.dependent.PodRenderer;
import dev.onsale.operator.event.dependent.RuntimePods;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.runtime.RuntimeLogins;
import dev.onsale.testbed.kubernetes.ControlPlane;
import dev.onsale.testbed.kubernetes.Definitions;
import dev.onsale.testbed.process.Deadline;
import dev.onsale.testbed.stores.Login;
import dev.onsale.testbed.stores.Stores;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A control plane, three stores, and the operator with the rights its chart gives it. One without
 * controllers is shared by most tests.
 */
final class World implements AutoCloseable {

  static final String OPERATOR_NAMESPACE = "onsale-system";
  static final Duration PATIENCE = Duration.ofSeconds(45);
  static final OperatorSettings EAGER =
      new OperatorSettings(
          OPERATOR_NAMESPACE,
          false,
          "test",
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(20));
  private static @Nullable World shared;

  final ControlPlane plane;
  final Stores stores = Stores.shared();
  final KubernetesClient user;
  final RequestLog requests = new RequestLog();
  final AskedRights rights = new AskedRights();
  private final AtomicInteger namespaces = new AtomicInteger();
  private final OperatorSettings settings;
  private OperatorRuntime operator;

  static synchronized World shared() {
    World world = shared;
    if (world == null) {
      world = new World(EAGER);
      Runtime.getRuntime().addShutdownHook(new Thread(world::close));
      shared = world;
    }
    return world;
  }

  /**
   * Deletes the events of the shared world: an operator that looks at everything each second has
   * less and less time for the next test class with each one it keeps.
   */
  static synchronized void forgetEvents() {
    if (shared == null) {
      return;
    }
    var events = shared.user.resources(TicketEvent.class);
    events.inAnyNamespace().delete();
    Deadline patience = Deadline.in(Duration.ofSeconds(20));
    List<TicketEvent> left = events.inAnyNamespace().list().getItems();
    while (!left.isEmpty() && !patience.over()) {
      patience.pause();
      left = events.inAnyNamespace().list().getItems();
    }
    // some tests leave what cannot be ended, a platform that is gone for one
    left.forEach(
        event ->
            shared.patch(
                event.getMetadata().getNamespace(),
                event.getMetadata().getName(),
                "{\"metadata\":{\"finalizers\":null}}"));
  }

  World(OperatorSettings settings) {
    this(settings, ControlPlane.Controllers.OFF);
  }

  World(OperatorSettings settings, ControlPlane.Controllers controllers) {
    plane = ControlPlane.start(controllers);
    user = plane.client();
    installCrds(user);
    createNamespace(OPERATOR_NAMESPACE);
    settings.watched().forEach(this::createNamespace);
    secret("postgres-admin", stores.postgres().operator());
    secret("redis-admin", stores.redis().admin());
    user.resource(generic(Manifests.platform(this, "main"))).create();
    this.settings = settings;
    operator = operator(Clock.systemUTC(), RuntimePods::template);
    operator.start();
  }

  /** Another process instead of the present one, as an upgrade starts it. */
  void replaceOperator(Clock clock, PodRenderer pods) {
    operator.close();
    operator = operator(clock, pods);
    operator.start();
  }

  void stopOperator() {
    operator.close();
  }

  private OperatorRuntime operator(Clock clock, PodRenderer pods) {
    return new OperatorRuntime(
        ChartRights.grant(plane, rightsFor(settings)),
        settings,
        clock,
        () -> {},
        http -> {
          http.addOrReplaceInterceptor("requests", requests);
          http.addOrReplaceInterceptor("rights", rights);
        },
        pods);
  }

  private static Map<String, Object> rightsFor(OperatorSettings settings) {
    return settings.watched().isEmpty()
        ? Map.of()
        : Map.of("watchNamespaces", List.copyOf(settings.watched()));
  }

  @Override
  public void close() {
    operator.close();
    plane.close();
  }

  static void installCrds(KubernetesClient user) {
    Definitions.install(user, Definitions.ofChart());
  }

  /** A namespace of its own for a test. */
  String newNamespace() {
    String name = "test-" + namespaces.incrementAndGet();
    createNamespace(name);
    return name;
  }

  void createNamespace(String name) {
    user.resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  void secret(String name, Login login) {
    user.resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(OPERATOR_NAMESPACE)
                .endMetadata()
                .addToStringData("username", login.user())
                .addToStringData("password", login.password())
                .build())
        .createOr(existing -> existing.update());
  }

  /** A Secret in the operator's namespace with an authority's certificate. */
  void authority(String name, String pem) {
    user.resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(OPERATOR_NAMESPACE)
                .endMetadata()
                .addToStringData("ca.crt", pem)
                .build())
        .createOr(existing -> existing.update());
  }

  void createPlatform(String manifest) {
    user.resource(generic(manifest)).create();
  }

  /** Returns when the name is free again: the operator's finalizer takes a moment. */
  void deletePlatform(String name) {
    var platform = user.resources(TicketPlatform.class).withName(name);
    platform.delete();
    await().atMost(PATIENCE).until(() -> platform.get() == null);
  }

  /** Waits for a platform's condition with this status and reason, and gives its message. */
  String awaitPlatform(String name, String type, String status, String reason) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                Optional.ofNullable(user.resources(TicketPlatform.class).withName(name).get())
                    .map(TicketPlatform::getStatus)
                    .stream()
                    .flatMap(found -> found.conditions().stream())
                    .filter(
                        c ->
                            type.equals(c.getType())
                                && status.equals(c.getStatus())
                                && reason.equals(c.getReason()))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow()
        .getMessage();
  }

  TicketEvent create(String manifest) {
    GenericKubernetesResource event = generic(manifest);
    user.resource(event).create();
    return event(event.getMetadata().getNamespace(), event.getMetadata().getName()).get();
  }

  Resource<TicketEvent> event(String namespace, String name) {
    return user.resources(TicketEvent.class).inNamespace(namespace).withName(name);
  }

  /** A JSON merge patch, as kubectl patch sends it. */
  void patch(String namespace, String name, String json) {
    event(namespace, name).patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  TicketEvent awaitEvent(String namespace, String name, Predicate<TicketEvent> holds) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> event(namespace, name).get(), e -> e != null && holds.test(e));
  }

  /**
   * Waits until the operator wrote nothing for five seconds where the path contains the text: what
   * it may still have had to say is said, and what stands costs no write. A loop never gets there.
   */
  void awaitSilence(String path) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(requests.take(path)).isEmpty());
  }

  /** Waits for a condition with this status and reason. */
  TicketEvent awaitCondition(
      String namespace, String name, String type, String status, String reason) {
    return awaitEvent(
        namespace,
        name,
        event ->
            condition(event, type)
                .filter(c -> status.equals(c.getStatus()) && reason.equals(c.getReason()))
                .isPresent());
  }

  TicketEvent awaitProvisioned(String namespace, String name) {
    return awaitCondition(namespace, name, "DataProvisioned", "True", "Provisioned");
  }

  void awaitGone(String namespace, String name) {
    await().atMost(PATIENCE).until(() -> event(namespace, name).get() == null);
  }

  static Optional<Condition> condition(TicketEvent event, String type) {
    return event.getStatus() == null
        ? Optional.empty()
        : event.getStatus().conditions().stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  static String message(TicketEvent event, String type) {
    return condition(event, type).map(Condition::getMessage).orElse("");
  }

  EventIdentity identity(TicketEvent event) {
    String cluster = user.namespaces().withName("kube-system").require().getMetadata().getUid();
    return new EventIdentity(
        cluster,
        event.getMetadata().getNamespace(),
        event.getMetadata().getName(),
        event.getMetadata().getUid());
  }

  /** What kubelet and controllers would do: all pods of the event become ready. */
  void podsBecomeReady(String namespace, String name) {
    user.apps()
        .deployments()
        .inNamespace(namespace)
        .withLabel("onsale.dev/event", name)
        .resources()
        .forEach(World::becomesReady);
  }

  /** By merging, because the operator may write to the Deployment at the same time. */
  static void becomesReady(Resource<Deployment> deployment) {
    Deployment present = deployment.require();
    int pods = present.getSpec().getReplicas();
    deployment
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"status": {"replicas": %1$d, "readyReplicas": %1$d, "updatedReplicas": %1$d,
              "availableReplicas": %1$d, "observedGeneration": %2$d}}
            """
                .formatted(pods, present.getMetadata().getGeneration()));
  }

  /** What the Job controller says when the time of the event's settling Job is over. */
  void settlingFails(String namespace, String name) {
    Job job =
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    user
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(OPERATOR_NAMESPACE)
                        .withLabel("onsale.dev/settles-namespace", namespace)
                        .withLabel("onsale.dev/settles-event", name)
                        .list()
                        .getItems()
                        .stream()
                        .filter(found -> Boolean.FALSE.equals(found.getSpec().getSuspend()))
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    user.resource(job)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"status": {"startTime": "%1$s", "conditions": [
              {"type": "FailureTarget", "status": "True", "reason": "DeadlineExceeded", "lastTransitionTime": "%1$s"},
              {"type": "Failed", "status": "True", "reason": "DeadlineExceeded", "lastTransitionTime": "%1$s"}]}}
            """
                .formatted(Instant.now().truncatedTo(ChronoUnit.SECONDS)));
  }

  static GenericKubernetesResource generic(String manifest) {
    return Serialization.unmarshal(manifest, GenericKubernetesResource.class);
  }

  /** A connection as the event's owner or login, with the password out of its Secret. */
  Connection connect(TicketEvent event, boolean owner) throws SQLException {
    if (owner) {
      String password = file(event, "-owner", "postgres-password");
      return stores.postgres().connect(new Login(identity(event).ownerRole(), password));
    }
    RuntimeLogins.Login login = logins(event).postgres();
    return stores.postgres().connect(new Login(login.username(), login.password()));
  }

  /** What the event's pods would read. */
  RuntimeLogins logins(TicketEvent event) {
    return Serialization.unmarshal(file(event, "-runtime", "logins.json"), RuntimeLogins.class);
  }

  /** A file of a Secret of the event. */
  String file(TicketEvent event, String secret, String key) {
    String encoded =
        user.secrets()
            .inNamespace(event.getMetadata().getNamespace())
            .withName(event.getMetadata().getName() + secret)
            .require()
            .getData()
            .get(key);
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  /** One statement as PostgreSQL's superuser; the first column of the first row, or null. */
  @Nullable String superuser(String sql) throws SQLException {
    try (Connection connection = stores.postgres().connect(stores.postgres().superuser());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return null;
      }
      try (ResultSet row = statement.getResultSet()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }
}
