package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** How many pods an event has over its life, and who says so. */
class ScalingTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  /** Whatever else is being written at that moment: an edit of what was read could conflict. */
  private static final String UNLABELLED =
      "{\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":null}}}";

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @Test
  void whatTheAutoscalerSetStays() {
    create("crowded", "single: {min: 2, max: 9}", in(3600));
    await().atMost(World.PATIENCE).until(() -> autoscaler("crowded").get() != null);
    assertThat(deployment("crowded").require().getSpec().getReplicas()).isEqualTo(2);

    autoscale("crowded", 7);
    deployment("crowded").patch(MERGE, UNLABELLED);
    world.patch(namespace, "crowded", "{\"spec\":{\"scaling\":{\"single\":{\"max\":8}}}}");

    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(autoscaler("crowded").require().getSpec().getMaxReplicas()).isEqualTo(8);
              assertThat(deployment("crowded").require().getMetadata().getLabels())
                  .containsKey("app.kubernetes.io/managed-by");
            });
    assertThat(deployment("crowded").require().getSpec().getReplicas()).isEqualTo(7);
    assertThat(declaresReplicas("crowded")).isFalse();
  }

  @Test
  void whatTheAutoscalerSetsWhileTheOperatorRepairsStays() {
    create("raced", "single: {min: 2, max: 50}", in(3600));
    await().atMost(World.PATIENCE).until(() -> autoscaler("raced").get() != null);
    for (int pods = 3; pods < 23; pods++) {
      deployment("raced").patch(MERGE, UNLABELLED);
      autoscale("raced", pods);
      int set = pods;
      await()
          .atMost(World.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(deployment("raced").require().getMetadata().getLabels())
                      .containsKey("app.kubernetes.io/managed-by"));
      assertThat(deployment("raced").require().getSpec().getReplicas()).isEqualTo(set);
    }
  }

  @Test
  void aFixedNumberNeedsNoAutoscaler() {
    create("fixed", "single: {min: 2, max: 9}", in(3600));
    await().atMost(World.PATIENCE).until(() -> autoscaler("fixed").get() != null);
    autoscale("fixed", 5);

    world.patch(namespace, "fixed", "{\"spec\":{\"scaling\":{\"single\":{\"min\":3,\"max\":3}}}}");

    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(autoscaler("fixed").get()).isNull();
              assertThat(deployment("fixed").require().getSpec().getReplicas()).isEqualTo(3);
            });

    world.patch(namespace, "fixed", "{\"spec\":{\"scaling\":{\"single\":{\"max\":6}}}}");
    await().atMost(World.PATIENCE).until(() -> autoscaler("fixed").get() != null);
    assertThat(deployment("fixed").require().getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void anEventThatIsFarAwayRunsNoPodAndWakesInTime() {
    create("asleep", "single: {min: 2, max: 9}", in(90 * 24 * 3600));
    TicketEvent idle =
        world.awaitCondition(namespace, "asleep", "RuntimeAvailable", "True", "Idle");
    assertThat(idle.getStatus().scaling().applied()).isEqualTo("single=0");
    assertThat(deployment("asleep").require().getSpec().getReplicas()).isZero();
    assertThat(autoscaler("asleep").get()).isNull();
    assertThat(budget("asleep").get()).isNull();
    world.awaitCondition(namespace, "asleep", "Ready", "True", "Ready");

    Instant opening = in(3600);
    world.patch(
        namespace,
        "asleep",
        "{\"spec\":{\"schedule\":{\"onSaleAt\":\"%s\",\"closesAt\":\"%s\",\"startsAt\":\"%s\"}}}"
            .formatted(opening, opening.plusSeconds(60), opening.plusSeconds(120)));

    world.awaitCondition(namespace, "asleep", "Scaled", "Unknown", "BelowFloor");
    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(deployment("asleep").require().getSpec().getReplicas()).isEqualTo(2);
              assertThat(autoscaler("asleep").require().getSpec().getMinReplicas()).isEqualTo(2);
            });
  }

  @Test
  void floorsRiseExactlyAtPreScaleAndTheStatusSaysWhen() {
    Instant opening = in(3600);
    Instant raised = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(8);
    long before = Duration.between(raised, opening).toSeconds();
    create(
        "raised",
        "single: {min: 2, max: 9}, preScale: {before: %ds, single: 6}".formatted(before),
        opening);

    TicketEvent early =
        world.awaitEvent(
            namespace, "raised", e -> e.getStatus() != null && e.getStatus().scaling() != null);
    assertThat(early.getStatus().scaling().applied()).isEqualTo("single=2");
    assertThat(early.getStatus().scaling().nextChangeAt()).isEqualTo(raised.toString());
    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(autoscaler("raised").require().getSpec().getMinReplicas()).isEqualTo(6));
    assertThat(Instant.now()).isAfterOrEqualTo(raised);
    TicketEvent late =
        world.awaitEvent(
            namespace, "raised", e -> e.getStatus().scaling().applied().equals("single=6"));
    assertThat(late.getStatus().scaling().nextChangeAt())
        .isEqualTo(late.getSpec().schedule().closesAt());
    assertThat(deployment("raised").require().getSpec().getReplicas())
        .as("the autoscaler raises it")
        .isEqualTo(2);
  }

  @Test
  void aDrainLeavesAllButOnePodWhileTheSaleIsFrozen() {
    create("busy", "single: {min: 4, max: 9}", Instant.now().minusSeconds(60));
    create("calm", "single: {min: 4, max: 9}", in(3600));
    create("alone", "single: {min: 1, max: 9}", in(3600));

    await()
        .atMost(World.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(budget("busy").require().getSpec().getMinAvailable())
                  .isEqualTo(new IntOrString(3));
              assertThat(budget("calm").require().getSpec().getMinAvailable())
                  .isEqualTo(new IntOrString(1));
            });
    await().atMost(World.PATIENCE).until(() -> autoscaler("alone").get() != null);
    assertThat(budget("alone").get()).isNull();
  }

  @Test
  void kedaThatIsNotThereIsStoodInForAndSaidSo() {
    create("keda", "engine: KEDA, single: {min: 1, max: 2}", in(3600));
    await().atMost(World.PATIENCE).until(() -> autoscaler("keda").get() != null);
    world.podsBecomeReady(namespace, "keda");

    TicketEvent event = world.awaitCondition(namespace, "keda", "Scaled", "False", "EngineMissing");
    assertThat(World.message(event, "Scaled")).contains("spec.scaling.engine", "install KEDA");
  }

  private void create(String name, String scaling, Instant onSale) {
    Instant opening = onSale.truncatedTo(ChronoUnit.SECONDS);
    world.create(
        Manifests.event(namespace, name)
            .replace("scaling: {single: {min: 1, max: 2}}", "scaling: {%s}".formatted(scaling))
            .replaceFirst(
                "schedule: \\{.*}",
                "schedule: {onSaleAt: \"%s\", closesAt: \"%s\", startsAt: \"%s\"}"
                    .formatted(opening, opening.plusSeconds(7200), opening.plusSeconds(10_800))));
    world.awaitProvisioned(namespace, name);
    await().atMost(World.PATIENCE).until(() -> deployment(name).get() != null);
  }

  private static Instant in(long seconds) {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds);
  }

  /** As the HorizontalPodAutoscaler's controller does it. */
  private void autoscale(String name, int pods) {
    world
        .user
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(name + "-runtime")
        .scale(
            new ScaleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name + "-runtime")
                .endMetadata()
                .withNewSpec()
                .withReplicas(pods)
                .endSpec()
                .build());
  }

  private boolean declaresReplicas(String name) {
    return deployment(name).require().getMetadata().getManagedFields().stream()
        .filter(entry -> entry.getManager().equals("onsale-operator"))
        .anyMatch(entry -> entry.getFieldsV1().toString().contains("f:replicas"));
  }

  private RollableScalableResource<Deployment> deployment(String name) {
    return world.user.apps().deployments().inNamespace(namespace).withName(name + "-runtime");
  }

  private Resource<HorizontalPodAutoscaler> autoscaler(String name) {
    return world
        .user
        .autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace(namespace)
        .withName(name + "-runtime");
  }

  private Resource<PodDisruptionBudget> budget(String name) {
    return world
        .user
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(namespace)
        .withName(name + "-runtime");
  }
}
