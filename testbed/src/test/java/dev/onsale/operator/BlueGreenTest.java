package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.config.CanonicalJson;
import dev.onsale.testbed.kubernetes.OptionalCrd;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rollouts of argoproj.io, whose controller this test plays with the patches that it sends. */
class BlueGreenTest {

  private static final String BLUE = "7bf84f9696";
  private static final String GREEN = "687d76d795";
  private static final Duration A_WHILE = Duration.ofSeconds(4);

  private final World world = new World(World.EAGER);
  private final String namespace = world.newNamespace();

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  void withoutItsApiDeploymentsGoOnAndSayWhy() {
    platform("{\"spec\":{\"delivery\":{\"strategy\":\"BlueGreen\"}}}");
    world.create(Manifests.event(namespace, "plain"));

    TicketEvent event =
        world.awaitCondition(namespace, "plain", "BlueGreen", "False", "RolloutsNotServed");

    assertThat(World.message(event, "BlueGreen")).contains("Argo Rollouts", "RollingUpdate");
    await().atMost(World.PATIENCE).until(() -> deployment("plain").get() != null);
  }

  @Test
  void aRolloutStandsInsteadOfADeploymentWithEverythingAsked() {
    install();
    platform("{\"spec\":{\"delivery\":{\"strategy\":\"BlueGreen\"}}}");
    world.create(Manifests.event(namespace, "coloured"));
    world.awaitProvisioned(namespace, "coloured");
    await().atMost(World.PATIENCE).until(() -> rollout("coloured").get() != null);

    GenericKubernetesResource rollout = rollout("coloured").require();
    assertThat(deployment("coloured").get()).isNull();
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
        world
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
        world
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
    becomesReady("coloured", 1);
    world.awaitCondition(namespace, "coloured", "RuntimeAvailable", "True", "Available");
    noWritesForAWhile();
  }

  @Test
  void coloursThatTheControllerSetsAreNeverMixed() {
    install();
    platform("{\"spec\":{\"delivery\":{\"strategy\":\"BlueGreen\"}}}");
    world.create(Manifests.event(namespace, "switched"));
    world.awaitProvisioned(namespace, "switched");
    await().atMost(World.PATIENCE).until(() -> rollout("switched").get() != null);
    controllerSends("switched-runtime", BLUE, true);
    controllerSends("switched-runtime-preview", BLUE, true);
    becomesReady("switched", 1);
    world.awaitCondition(namespace, "switched", "BlueGreen", "True", "Promoted");

    try (Colours active = new Colours("switched-runtime")) {
      // A new version: its preview turns green, and waits for a person.
      platform("{\"spec\":{\"runtime\":{\"image\":\"example.invalid/runtime:2\"}}}");
      controllerSends("switched-runtime-preview", GREEN, false);
      status(
          "switched",
          "{\"status\":{\"pauseConditions\":[{\"reason\":\"BlueGreenPause\",\"startTime\":\"2027-01-01T00:00:00Z\"}]}}");
      TicketEvent waiting =
          world.awaitCondition(namespace, "switched", "BlueGreen", "Unknown", "AwaitsPromotion");
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
      status("switched", "{\"status\":{\"pauseConditions\":null}}");
      controllerSends("switched-runtime", GREEN, false);
      await()
          .during(A_WHILE)
          .atMost(A_WHILE.plusSeconds(2))
          .until(() -> colour("switched-runtime").equals(GREEN));

      assertThat(active.seen).doesNotContain("none").containsExactly(BLUE, GREEN);
      assertThat(colour("switched-runtime-preview")).isEqualTo(GREEN);
      noWritesForAWhile();
      assertThat(World.condition(world.event(namespace, "switched").get(), "ChildModified"))
          .isEmpty();
    }
  }

  @Test
  void anotherStrategyLetsTheOldGoWhenTheNewHasItsPods() {
    install();
    world.create(Manifests.event(namespace, "moved"));
    world.awaitProvisioned(namespace, "moved");
    await().atMost(World.PATIENCE).until(() -> deployment("moved").get() != null);
    world.podsBecomeReady(namespace, "moved");

    platform("{\"spec\":{\"delivery\":{\"strategy\":\"BlueGreen\"}}}");
    await().atMost(World.PATIENCE).until(() -> rollout("moved").get() != null);
    becomesReady("moved", 1);
    stays(deployment("moved"));
    controllerSends("moved-runtime", BLUE, true);
    await().atMost(World.PATIENCE).until(() -> deployment("moved").get() == null);

    platform("{\"spec\":{\"delivery\":{\"strategy\":\"RollingUpdate\"}}}");
    await().atMost(World.PATIENCE).until(() -> deployment("moved").get() != null);
    stays(rollout("moved"));
    assertThat(colour("moved-runtime")).isEqualTo(BLUE);
    world.podsBecomeReady(namespace, "moved");
    await().atMost(World.PATIENCE).until(() -> rollout("moved").get() == null);
    assertThat(colour("moved-runtime")).isEqualTo("none");
    assertThat(service("moved-runtime-preview").get()).isNull();
  }

  @Test
  void theStrategyDoesNotChangeWhileTheEventIsFrozen() {
    install();
    world.create(Manifests.event(namespace, "selling", "main", "Retain", "now"));
    world.awaitProvisioned(namespace, "selling");
    await().atMost(World.PATIENCE).until(() -> deployment("selling").get() != null);
    world.podsBecomeReady(namespace, "selling");

    platform("{\"spec\":{\"delivery\":{\"strategy\":\"BlueGreen\"}}}");

    TicketEvent event =
        world.awaitCondition(namespace, "selling", "RolloutDeferred", "True", "Frozen");
    assertThat(World.message(event, "RolloutDeferred"))
        .contains("delivery by BlueGreen", "allow-roll=BlueGreen");
    stays(deployment("selling"));
    allowRoll("selling", "another-roll");
    stays(deployment("selling"));
    assertThat(rollout("selling").get()).isNull();

    allowRoll("selling", "BlueGreen");
    await().atMost(World.PATIENCE).until(() -> rollout("selling").get() != null);
  }

  private void allowRoll(String event, String value) {
    world.patch(
        namespace,
        event,
        "{\"metadata\":{\"annotations\":{\"onsale.dev/allow-roll\":\"%s\"}}}".formatted(value));
  }

  @Test
  void anApiThatGoesTakesNoWorkloadWithIt() {
    install();
    world.create(Manifests.event(namespace, "kept"));
    world.awaitProvisioned(namespace, "kept");
    await().atMost(World.PATIENCE).until(() -> deployment("kept").get() != null);
    world.podsBecomeReady(namespace, "kept");
    platform("{\"spec\":{\"delivery\":{\"strategy\":\"BlueGreen\"}}}");
    await().atMost(World.PATIENCE).until(() -> rollout("kept").get() != null);

    OptionalCrd.ROLLOUT.remove(world.user);

    world.awaitCondition(namespace, "kept", "BlueGreen", "False", "RolloutsNotServed");
    stays(deployment("kept"));
  }

  @Test
  void aDeletedEventsRolloutsPodsAreWaitedForAndNothingStays() {
    colouredWithAPod("leaving");

    world.event(namespace, "leaving").delete();

    await().atMost(World.PATIENCE).until(() -> rollout("leaving").get() == null);
    await()
        .during(A_WHILE)
        .atMost(A_WHILE.plusSeconds(2))
        .until(() -> world.event(namespace, "leaving").get() != null);
    world.user.pods().inNamespace(namespace).withGracePeriod(0).delete();
    world.awaitGone(namespace, "leaving");
    assertNothingIsLeft("leaving");
  }

  @Test
  void whoIsPayingMayFinishBeforeARolloutsPodsGo() throws Exception {
    TicketEvent event = colouredWithAPod("settling");
    RuntimeReports.leader(world, event, "held = 1, free = 8");

    world.event(namespace, "settling").delete();

    await().atMost(World.PATIENCE).until(() -> live("settling").contains("\"settling\":true"));
    stays(rollout("settling"));

    RuntimeReports.leader(world, event, "held = 0, sold = 1, free = 8, config_generation = 99");
    await().atMost(World.PATIENCE).until(() -> rollout("settling").get() == null);
    world.user.pods().inNamespace(namespace).withGracePeriod(0).delete();
    world.awaitGone(namespace, "settling");
  }

  /** With one pod, as the controller's ReplicaSet makes it. */
  private TicketEvent colouredWithAPod(String name) {
    install();
    platform("{\"spec\":{\"delivery\":{\"strategy\":\"BlueGreen\"}}}");
    world.create(Manifests.event(namespace, name));
    world.awaitProvisioned(namespace, name);
    await().atMost(World.PATIENCE).until(() -> rollout(name).get() != null);
    controllerSends(name + "-runtime", BLUE, true);
    controllerSends(name + "-runtime-preview", BLUE, true);
    Map<String, String> labels =
        new HashMap<>(rollout(name).require().get("spec", "template", "metadata", "labels"));
    labels.put("rollouts-pod-template-hash", BLUE);
    world
        .user
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name + "-pod")
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(name + "-runtime")
                .addNewContainer()
                .withName("runtime")
                .withImage("example.invalid/runtime:1")
                .endContainer()
                .endSpec()
                .build())
        .create();
    becomesReady(name, 1);
    return world.awaitCondition(namespace, name, "RuntimeAvailable", "True", "Available");
  }

  private String live(String event) {
    return world
        .user
        .configMaps()
        .inNamespace(namespace)
        .withName(event + "-config")
        .require()
        .getData()
        .get("live.json");
  }

  private void assertNothingIsLeft(String event) {
    var user = world.user;
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

  @Test
  void whatScalesARolloutIsNeverUndone() {
    install();
    platform("{\"spec\":{\"delivery\":{\"strategy\":\"BlueGreen\"}}}");
    world.create(Manifests.event(namespace, "raced"));
    world.awaitProvisioned(namespace, "raced");
    await().atMost(World.PATIENCE).until(() -> rollout("raced").get() != null);
    becomesReady("raced", 1);
    world.awaitCondition(namespace, "raced", "RuntimeAvailable", "True", "Available");

    for (int pods = 2; pods <= 16; pods++) {
      int now = pods;
      String image = "example.invalid/runtime:" + pods;
      var scaling = CompletableFuture.runAsync(() -> autoscalerSays(now));
      platform("{\"spec\":{\"runtime\":{\"image\":\"%s\"}}}".formatted(image));
      scaling.join();

      await()
          .atMost(World.PATIENCE)
          .until(
              () ->
                  image.equals(
                      CanonicalJson.tree(rollout("raced").require())
                          .at("/spec/template/spec/containers/0/image")
                          .asText()));
      assertThat(rollout("raced").require().<Integer>get("spec", "replicas")).isEqualTo(pods);
    }
    assertThat(DeclaredFields.of(rollout("raced").require())).doesNotContainKey("/spec/replicas");
  }

  @Test
  void aPreviewIsNotScraped() {
    OptionalCrd.install(world.user, List.of(OptionalCrd.SERVICE_MONITOR));
    install();
    platform("{\"spec\":{\"delivery\":{\"strategy\":\"BlueGreen\"}}}");
    world.create(Manifests.event(namespace, "scraped"));
    world.awaitProvisioned(namespace, "scraped");
    await().atMost(World.PATIENCE).until(() -> service("scraped-runtime-preview").get() != null);
    var monitor =
        await()
            .atMost(World.PATIENCE)
            .ignoreExceptions()
            .until(
                () ->
                    world
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
            world
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
    rollout("raced")
        .subresource("scale")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager("horizontal-pod-autoscaler")
                .build(),
            "{\"spec\":{\"replicas\":%d}}".formatted(pods));
  }

  private void install() {
    OptionalCrd.install(world.user, List.of(OptionalCrd.ROLLOUT, OptionalCrd.ANALYSIS_TEMPLATE));
    await()
        .atMost(World.PATIENCE)
        .until(
            () ->
                world
                    .rights
                    .asked()
                    .containsAll(List.of(lists("rollouts"), lists("analysistemplates"))));
  }

  private static AskedRights.Asked lists(String resource) {
    return new AskedRights.Asked(false, "argoproj.io", resource, "list");
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

  private void becomesReady(String event, int pods) {
    status(
        event,
        "{\"status\":{\"availableReplicas\":%d,\"readyReplicas\":%d}}".formatted(pods, pods));
  }

  private void status(String event, String json) {
    rollout(event).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  private void noWritesForAWhile() {
    await()
        .atMost(World.PATIENCE)
        .pollInterval(A_WHILE)
        .untilAsserted(
            () -> {
              List<String> writes = world.requests.writes("/namespaces/" + namespace);
              world.requests.forget();
              assertThat(writes).isEmpty();
            });
  }

  private void stays(Resource<?> workload) {
    await().during(A_WHILE).atMost(A_WHILE.plusSeconds(2)).until(() -> workload.get() != null);
  }

  private String colour(String service) {
    return colour(service(service).require());
  }

  private static String colour(Service service) {
    return service.getSpec().getSelector().getOrDefault("rollouts-pod-template-hash", "none");
  }

  private Resource<Service> service(String name) {
    return world.user.services().inNamespace(namespace).withName(name);
  }

  private Resource<Deployment> deployment(String event) {
    return world.user.apps().deployments().inNamespace(namespace).withName(event + "-runtime");
  }

  private Resource<GenericKubernetesResource> rollout(String event) {
    return world
        .user
        .genericKubernetesResources("argoproj.io/v1alpha1", "Rollout")
        .inNamespace(namespace)
        .withName(event + "-runtime");
  }

  private void platform(String json) {
    world
        .user
        .resources(TicketPlatform.class)
        .withName("main")
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
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
