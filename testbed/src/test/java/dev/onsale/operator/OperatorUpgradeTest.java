package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.event.dependent.PodRenderer;
import dev.onsale.operator.event.dependent.RuntimePods;
import dev.onsale.testbed.Steadily;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** What an operator finds that was not there before: another version's pods, edits it missed. */
class OperatorUpgradeTest {

  /** A version whose pods have another environment, label and annotation. */
  private static final PodRenderer NEWER =
      (plan, component) ->
          new PodTemplateSpecBuilder(RuntimePods.template(plan, component))
              .editMetadata()
              .addToLabels("onsale.dev/of-a-newer-version", "true")
              .addToAnnotations("onsale.dev/also-newer", "true")
              .endMetadata()
              .editSpec()
              .editFirstContainer()
              .addNewEnv()
              .withName("NEWER")
              .withValue("true")
              .endEnv()
              .endContainer()
              .endSpec()
              .build();

  private final World world = new World(World.EAGER);
  private final String namespace = world.newNamespace();

  @AfterEach
  void end() {
    world.close();
  }

  @WaitingTest
  void anUpgradeRollsNoPodOfAnEventOnSaleUntilTheFreezeEndsAndThenOnce() {
    world.create(Manifests.event(namespace, "selling", "main", "Retain", "now"));
    world.awaitProvisioned(namespace, "selling");
    world.podsBecomeReady(namespace, "selling");
    world.awaitCondition(namespace, "selling", "Ready", "True", "Ready");
    try (TemplateHistory history = new TemplateHistory(world, namespace, "selling-runtime")) {
      world.replaceOperator(Clock.systemUTC(), NEWER);

      TicketEvent event =
          world.awaitCondition(namespace, "selling", "RolloutDeferred", "True", "Frozen");
      assertThat(World.message(event, "RolloutDeferred")).contains("env[NEWER]");
      unrolledForAWhile(history);

      freezeFor("0s");

      await().atMost(World.PATIENCE).until(() -> history.rolls() == 1);
      world.awaitEvent(namespace, "selling", e -> World.condition(e, "RolloutDeferred").isEmpty());
      Steadily.holds(Duration.ofSeconds(4), () -> assertThat(history.rolls()).isOne());
    }
  }

  @WaitingTest
  void revisionsThatSomebodyDeletedAreReadOffTheObjects() {
    world.create(Manifests.event(namespace, "pruned", "main", "Retain", "now"));
    world.awaitProvisioned(namespace, "pruned");
    world.podsBecomeReady(namespace, "pruned");
    world.awaitCondition(namespace, "pruned", "Ready", "True", "Ready");
    try (TemplateHistory history = new TemplateHistory(world, namespace, "pruned-runtime")) {
      world.stopOperator();
      world.user.apps().controllerRevisions().inNamespace(namespace).delete();

      world.replaceOperator(Clock.systemUTC(), NEWER);

      TicketEvent event =
          world.awaitCondition(namespace, "pruned", "RolloutDeferred", "True", "Frozen");
      assertThat(World.message(event, "RolloutDeferred")).contains("env[NEWER]");
      unrolledForAWhile(history);
    }
  }

  @WaitingTest
  void whatBecameImmutableWhileTheOperatorWasDownIsRefusedAndCanBeSetBack() {
    world.create(Manifests.event(namespace, "missed"));
    world.awaitProvisioned(namespace, "missed");
    var config = world.user.configMaps().inNamespace(namespace).withName("missed-config");
    String before = config.require().getData().get("live.json");
    world.stopOperator();
    world.patch(namespace, "missed", tiers(9900));

    // Two hours later the sale is open.
    world.replaceOperator(
        Clock.offset(Clock.systemUTC(), Duration.ofHours(2)), RuntimePods::template);

    TicketEvent event =
        world.awaitCondition(namespace, "missed", "SpecValid", "False", "ImmutableField");
    assertThat(World.message(event, "SpecValid")).contains("spec.tiers", "2500");
    assertThat(config.require().getData().get("live.json")).isEqualTo(before);

    world.patch(namespace, "missed", tiers(2500));

    world.awaitCondition(namespace, "missed", "SpecValid", "True", "Valid");
  }

  private static String tiers(int amount) {
    return "{\"spec\":{\"tiers\":[{\"name\":\"standard\",\"price\":{\"currency\":\"EUR\",\"amount\":%d}}]}}"
        .formatted(amount);
  }

  private static void unrolledForAWhile(TemplateHistory history) {
    Steadily.holds(Duration.ofSeconds(4), () -> assertThat(history.rolls()).isZero());
  }

  private void freezeFor(String time) {
    world
        .user
        .resources(TicketPlatform.class)
        .withName("main")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"delivery\":{\"freezeFor\":\"%s\"}}}".formatted(time));
  }
}
