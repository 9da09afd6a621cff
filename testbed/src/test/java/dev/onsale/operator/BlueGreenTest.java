package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.config.CanonicalJson;
import dev.onsale.testbed.Steadily;
import dev.onsale.testbed.kubernetes.OptionalCrd;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Rollouts of argoproj.io, whose controller this test plays with the patches that it sends. */
class BlueGreenTest {

  private static final String BLUE = "7bf84f9696";
  private static final String GREEN = "687d76d795";
  private static final Duration A_WHILE = Rollouts.A_WHILE;

  private static final World WORLD = new World(World.EAGER);
  private final String namespace = WORLD.newNamespace();
  private final Rollouts rollouts = new Rollouts(WORLD, namespace);

  @BeforeAll
  static void install() {
    OptionalCrd.install(WORLD.user, List.of(OptionalCrd.SERVICE_MONITOR));
    Rollouts.install(WORLD);
  }

  @AfterAll
  static void close() {
    WORLD.close();
  }

  @WaitingTest
  void aRolloutStandsInsteadOfADeploymentWithEverythingAsked() {
    rollouts.strategy("BlueGreen");
    rollouts.event("coloured", "1h");
    WORLD.awaitProvisioned(namespace, "coloured");
    await().atMost(World.PATIENCE).until(() -> rollouts.rollout("coloured").get() != null);

    GenericKubernetesResource rollout = rollouts.rollout("coloured").require();
    assertThat(rollouts.deployment("coloured").get()).isNull();
    assertThat(rollout.<Object>get("spec", "strategy", "blueGreen", "activeService"))
        .isEqualTo("coloured-runtime");
    assertThat(rollout.<Object>get("spec", "strategy", "blueGreen", "previewService"))
        .isEqualTo("coloured-runtime-preview");
    assertThat(rollout.<Object>get("spec", "strategy", "blueGreen", "autoPromotionEnabled"))
        .isEqualTo(false);
    assertThat(rollout.<Object>get("spec", "strategy", "blueGreen", "scaleDownDelaySeconds"))
        .isEqualTo(30);
    assertThat(rollout.<Object>get("spec", "progressDeadlineAbort")).isEqualTo(true);
    GenericKubernetesResource analysis =
        WORLD
            .user
            .genericKubernetesResources("argoproj.io/v1alpha1", "AnalysisTemplate")
            .inNamespace(namespace)
            .withName("coloured-runtime-health")
            .require();
    assertThat(CanonicalJson.tree(analysis).at("/spec/metrics/0/count").asInt()).isEqualTo(5);
    assertThat(CanonicalJson.tree(analysis).at("/spec/metrics/0/interval").asText())
        .isEqualTo("10s");
    assertThat(CanonicalJson.tree(analysis).at("/spec/metrics/0/provider/web/url").asText())
        .isEqualTo("http://coloured-runtime-preview." + namespace + ".svc:8081/health/readiness");
    var scaled =
        WORLD
            .user
            .autoscaling()
            .v2()
            .horizontalPodAutoscalers()
            .inNamespace(namespace)
            .withName("coloured-runtime")
            .require()
            .getSpec()
            .getScaleTargetRef();
    assertThat(scaled.getApiVersion() + " " + scaled.getKind() + " " + scaled.getName())
        .isEqualTo("argoproj.io/v1alpha1 Rollout coloured-runtime");
    assertThat(service("coloured-runtime-preview").require().getSpec().getSelector())
        .isEqualTo(service("coloured-runtime").require().getSpec().getSelector());
    rollouts.becomesReady("coloured", 1);
    WORLD.awaitCondition(namespace, "coloured", "RuntimeAvailable", "True", "Available");
    WORLD.awaitSilence("/namespaces/" + namespace + "/");
  }

  @WaitingTest
  void coloursThatTheControllerSetsAreNeverMixed() {
    rollouts.strategy("BlueGreen");
    rollouts.event("switched", "1h");
    WORLD.awaitProvisioned(namespace, "switched");
    await().atMost(World.PATIENCE).until(() -> rollouts.rollout("switched").get() != null);
    controllerSends("switched-runtime", BLUE, true);
    controllerSends("switched-runtime-preview", BLUE, true);
    rollouts.becomesReady("switched", 1);
    WORLD.awaitCondition(namespace, "switched", "BlueGreen", "True", "Promoted");

    try (Colours active = new Colours("switched-runtime")) {
      // A new version: its preview turns green, and waits for a person.
      rollouts.image("example.invalid/runtime:2");
      controllerSends("switched-runtime-preview", GREEN, false);
      rollouts.status(
          "switched",
          "{\"status\":{\"pauseConditions\":[{\"reason\":\"BlueGreenPause\",\"startTime\":\"2027-01-01T00:00:00Z\"}]}}");
      TicketEvent waiting =
          WORLD.awaitCondition(namespace, "switched", "BlueGreen", "Unknown", "AwaitsPromotion");
      assertThat(World.message(waiting, "BlueGreen")).contains("switched-runtime", "promote");

      // What people do to Services by hand is repaired, and the colour stays.
      service("switched-runtime")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\":{\"labels\":{\"app.kubernetes.io/name\":\"x\"}},\"spec\":{\"selector\":{\"app.kubernetes.io/name\":\"x\"}}}");
      await()
          .atMost(World.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(service("switched-runtime").require().getSpec().getSelector())
                      .containsEntry("app.kubernetes.io/name", "onsale-runtime")
                      .containsEntry("rollouts-pod-template-hash", BLUE));

      // kubectl onsale promote, and what the controller does then.
      rollouts.status("switched", "{\"status\":{\"pauseConditions\":null}}");
      controllerSends("switched-runtime", GREEN, false);
      Steadily.holds(A_WHILE, () -> assertThat(colour("switched-runtime")).isEqualTo(GREEN));

      assertThat(active.seen).doesNotContain("none").containsExactly(BLUE, GREEN);
      assertThat(colour("switched-runtime-preview")).isEqualTo(GREEN);
      WORLD.awaitSilence("/namespaces/" + namespace + "/");
      assertThat(World.condition(WORLD.event(namespace, "switched").get(), "ChildModified"))
          .isEmpty();
    }
  }

  @WaitingTest
  void anotherStrategyLetsTheOldGoWhenTheNewHasItsPods() {
    rollouts.event("moved", "1h");
    WORLD.awaitProvisioned(namespace, "moved");
    await().atMost(World.PATIENCE).until(() -> rollouts.deployment("moved").get() != null);
    WORLD.podsBecomeReady(namespace, "moved");

    rollouts.strategy("BlueGreen");
    await().atMost(World.PATIENCE).until(() -> rollouts.rollout("moved").get() != null);
    rollouts.becomesReady("moved", 1);
    rollouts.stays(rollouts.deployment("moved"));
    controllerSends("moved-runtime", BLUE, true);
    await().atMost(World.PATIENCE).until(() -> rollouts.deployment("moved").get() == null);

    rollouts.strategy("RollingUpdate");
    await().atMost(World.PATIENCE).until(() -> rollouts.deployment("moved").get() != null);
    rollouts.stays(rollouts.rollout("moved"));
    assertThat(colour("moved-runtime")).isEqualTo(BLUE);
    WORLD.podsBecomeReady(namespace, "moved");
    await().atMost(World.PATIENCE).until(() -> rollouts.rollout("moved").get() == null);
    assertThat(colour("moved-runtime")).isEqualTo("none");
    assertThat(service("moved-runtime-preview").get()).isNull();
  }

  @WaitingTest
  void theStrategyDoesNotChangeWhileTheEventIsFrozen() {
    rollouts.event("selling", "now");
    WORLD.awaitProvisioned(namespace, "selling");
    await().atMost(World.PATIENCE).until(() -> rollouts.deployment("selling").get() != null);
    WORLD.podsBecomeReady(namespace, "selling");

    rollouts.strategy("BlueGreen");

    TicketEvent event =
        WORLD.awaitCondition(namespace, "selling", "RolloutDeferred", "True", "Frozen");
    assertThat(World.message(event, "RolloutDeferred"))
        .contains("delivery by BlueGreen", "allow-roll=BlueGreen");
    rollouts.stays(rollouts.deployment("selling"));
    allowRoll("selling", "another-roll");
    rollouts.stays(rollouts.deployment("selling"));
    assertThat(rollouts.rollout("selling").get()).isNull();

    allowRoll("selling", "BlueGreen");
    await().atMost(World.PATIENCE).until(() -> rollouts.rollout("selling").get() != null);
  }

  private void allowRoll(String event, String value) {
    WORLD.patch(
        namespace,
        event,
        "{\"metadata\":{\"annotations\":{\"onsale.dev/allow-roll\":\"%s\"}}}".formatted(value));
  }

  @WaitingTest
  void aDeletedEventsRolloutsPodsAreWaitedForAndNothingStays() {
    colouredWithAPod("leaving");

    WORLD.event(namespace, "leaving").delete();

    await().atMost(World.PATIENCE).until(() -> rollouts.rollout("leaving").get() == null);
    Steadily.holds(A_WHILE, () -> assertThat(WORLD.event(namespace, "leaving").get()).isNotNull());
    WORLD.user.pods().inNamespace(namespace).withGracePeriod(0).delete();
    WORLD.awaitGone(namespace, "leaving");
    assertNothingIsLeft("leaving");
  }

  @WaitingTest
  void whoIsPayingMayFinishBeforeARolloutsPodsGo() throws Exception {
    TicketEvent event = colouredWithAPod("settling");
    RuntimeReports.leader(WORLD, event, "held = 1, free = 8");

    WORLD.event(namespace, "settling").delete();

    await().atMost(World.PATIENCE).until(() -> live("settling").contains("\"settling\":true"));
    rollouts.stays(rollouts.rollout("settling"));

    RuntimeReports.leader(WORLD, event, "held = 0, sold = 1, free = 8, config_generation = 99");
    await().atMost(World.PATIENCE).until(() -> rollouts.rollout("settling").get() == null);
    WORLD.user.pods().inNamespace(namespace).withGracePeriod(0).delete();
    WORLD.awaitGone(namespace, "settling");
  }

  /** With one pod, as the controller's ReplicaSet makes it. */
  private TicketEvent colouredWithAPod(String name) {
    rollouts.strategy("BlueGreen");
    rollouts.event(name, "1h");
    WORLD.awaitProvisioned(namespace, name);
    await().atMost(World.PATIENCE).until(() -> rollouts.rollout(name).get() != null);
    controllerSends(name + "-runtime", BLUE, true);
    controllerSends(name + "-runtime-preview", BLUE, true);
    Map<String, String> labels =
        new HashMap<>(
            rollouts.rollout(name).require().get("spec", "template", "metadata", "labels"));
    labels.put("rollouts-pod-template-hash", BLUE);
    Pods.running(WORLD, namespace, name, labels);
    rollouts.becomesReady(name, 1);
    return WORLD.awaitCondition(namespace, name, "RuntimeAvailable", "True", "Available");
  }

  private String live(String event) {
    return WORLD
        .user
        .configMaps()
        .inNamespace(namespace)
        .withName(event + "-config")
        .require()
        .getData()
        .get("live.json");
  }

  private void assertNothingIsLeft(String event) {
    var user = WORLD.user;
    var selected = Map.of("onsale.dev/event", event);
    assertThat(
            Stream.of(
                    user.apps().deployments().inNamespace(namespace).withLabels(selected).list(),
                    user.apps()
                        .controllerRevisions()
                        .inNamespace(namespace)
                        .withLabels(selected)
                        .list(),
                    user.services().inNamespace(namespace).withLabels(selected).list(),
                    user.configMaps().inNamespace(namespace).withLabels(selected).list(),
                    user.secrets().inNamespace(namespace).withLabels(selected).list(),
                    user.serviceAccounts().inNamespace(namespace).withLabels(selected).list(),
                    user.autoscaling()
                        .v2()
                        .horizontalPodAutoscalers()
                        .inNamespace(namespace)
                        .withLabels(selected)
                        .list(),
                    user.policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace(namespace)
                        .withLabels(selected)
                        .list(),
                    user.genericKubernetesResources("argoproj.io/v1alpha1", "AnalysisTemplate")
                        .inNamespace(namespace)
                        .withLabels(selected)
                        .list())
                .flatMap(list -> list.getItems().stream()))
        .isEmpty();
  }

  @WaitingTest
  void whatScalesARolloutIsNeverUndone() {
    rollouts.strategy("BlueGreen");
    rollouts.event("raced", "1h");
    WORLD.awaitProvisioned(namespace, "raced");
    await().atMost(World.PATIENCE).until(() -> rollouts.rollout("raced").get() != null);
    rollouts.becomesReady("raced", 1);
    WORLD.awaitCondition(namespace, "raced", "RuntimeAvailable", "True", "Available");

    for (int pods = 2; pods <= 16; pods++) {
      int now = pods;
      String image = "example.invalid/runtime:" + pods;
      var scaling = CompletableFuture.runAsync(() -> autoscalerSays(now));
      rollouts.image(image);
      scaling.join();

      await()
          .atMost(World.PATIENCE)
          .until(
              () ->
                  image.equals(
                      CanonicalJson.tree(rollouts.rollout("raced").require())
                          .at("/spec/template/spec/containers/0/image")
                          .asText()));
      assertThat(rollouts.rollout("raced").require().<Integer>get("spec", "replicas"))
          .isEqualTo(pods);
    }
    assertThat(DeclaredFields.of(rollouts.rollout("raced").require()))
        .doesNotContainKey("/spec/replicas");
  }

  @WaitingTest
  void aPreviewIsNotScraped() {
    rollouts.strategy("BlueGreen");
    rollouts.event("scraped", "1h");
    WORLD.awaitProvisioned(namespace, "scraped");
    await().atMost(World.PATIENCE).until(() -> service("scraped-runtime-preview").get() != null);
    var monitor =
        await()
            .atMost(World.PATIENCE)
            .ignoreExceptions()
            .until(
                () ->
                    WORLD
                        .user
                        .genericKubernetesResources("monitoring.coreos.com/v1", "ServiceMonitor")
                        .inNamespace(namespace)
                        .withName("scraped")
                        .get(),
                found -> found != null);

    LabelSelector selected =
        Serialization.unmarshal(
            Serialization.asJson(monitor.get("spec", "selector")), LabelSelector.class);
    assertThat(
            WORLD
                .user
                .services()
                .inNamespace(namespace)
                .withLabelSelector(selected)
                .list()
                .getItems())
        .extracting(service -> service.getMetadata().getName())
        .containsExactly("scraped-runtime");
  }

  private void autoscalerSays(int pods) {
    rollouts
        .rollout("raced")
        .subresource("scale")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager("horizontal-pod-autoscaler")
                .build(),
            "{\"spec\":{\"replicas\":%d}}".formatted(pods));
  }

  /** The controller's own patch of a Service, the first time with its annotation. */
  private void controllerSends(String service, String hash, boolean first) {
    String annotation =
        first
            ? "\"metadata\":{\"annotations\":{\"argo-rollouts.argoproj.io/managed-by-rollouts\":\"rollout\"}},"
            : "";
    service(service)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.STRATEGIC_MERGE)
                .withFieldManager("rollouts-controller")
                .build(),
            "{%s\"spec\":{\"selector\":{\"rollouts-pod-template-hash\":\"%s\"}}}"
                .formatted(annotation, hash));
  }

  private String colour(String service) {
    return colour(service(service).require());
  }

  private static String colour(Service service) {
    return service.getSpec().getSelector().getOrDefault("rollouts-pod-template-hash", "none");
  }

  private Resource<Service> service(String name) {
    return WORLD.user.services().inNamespace(namespace).withName(name);
  }

  /** The colours that a Service had, in order. */
  private final class Colours implements Watcher<Service>, AutoCloseable {

    private final Set<String> seen = new java.util.LinkedHashSet<>();
    private final List<WatcherException> ended = new CopyOnWriteArrayList<>();
    private final Watch watch;

    private Colours(String service) {
      watch = service(service).watch(this);
    }

    @Override
    public synchronized void eventReceived(Action action, Service service) {
      seen.add(colour(service));
    }

    @Override
    public void onClose(WatcherException cause) {
      ended.add(cause);
    }

    @Override
    public void close() {
      watch.close();
      assertThat(ended).isEmpty();
    }
  }
}
