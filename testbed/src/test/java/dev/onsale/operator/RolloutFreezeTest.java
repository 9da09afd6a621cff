package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.testbed.Steadily;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** While an event is pre-scaled or on sale its pods are not rolled. */
class RolloutFreezeTest {

  private static final Duration A_WHILE = Duration.ofSeconds(4);

  private final World world = World.shared();
  private final String namespace = world.newNamespace();
  private final String platform = "platform-of-" + namespace;

  RolloutFreezeTest() {
    world.user.resource(World.generic(Manifests.platform(world, platform))).create();
  }

  @WaitingTest
  void anotherImageWaitsAndIsPermittedByItsHashOnly() {
    onSale("frozen");
    try (TemplateHistory history = new TemplateHistory(world, namespace, "frozen-runtime")) {
      platform("{\"spec\":{\"runtime\":{\"image\":\"example.invalid/runtime:2\"}}}");

      TicketEvent deferred = deferred("frozen");
      assertThat(World.message(deferred, "RolloutDeferred"))
          .contains("image example.invalid/runtime:1 to example.invalid/runtime:2", "Waits until");
      world.patch(namespace, "frozen", "{\"spec\":{\"title\":\"Renamed on sale\"}}");
      awaitLive("frozen", "Renamed on sale");
      allow("frozen", "another-roll");
      Steadily.holds(A_WHILE, () -> assertThat(history.rolls()).isZero());

      allow("frozen", hash(deferred));

      world.awaitEvent(namespace, "frozen", e -> World.condition(e, "RolloutDeferred").isEmpty());
      await().atMost(World.PATIENCE).until(() -> history.rolls() == 1);
      platform("{\"spec\":{\"runtime\":{\"image\":\"example.invalid/runtime:3\"}}}");
      deferred("frozen");
      assertThat(history.rolls()).isEqualTo(1);
    }
  }

  @WaitingTest
  void theFileThatPodsReadOnceWaitsWithThem() {
    onSale("booted");
    var config = world.user.configMaps().inNamespace(namespace).withName("booted-config");
    String boot = config.require().getData().get("boot.json");

    String sameByAnotherName =
        world.stores.kafka().bootstrapServers().replace("127.0.0.1", "localhost");
    platform("{\"spec\":{\"kafka\":{\"bootstrapServers\":\"%s\"}}}".formatted(sameByAnotherName));

    assertThat(World.message(deferred("booted"), "RolloutDeferred"))
        .contains("boot.json kafka.bootstrapServers");
    assertThat(config.require().getData().get("boot.json")).isEqualTo(boot);
  }

  @WaitingTest
  void whatWaitedRollsOnceWhenTheFreezeEnds() {
    onSale("thawed");
    try (TemplateHistory history = new TemplateHistory(world, namespace, "thawed-runtime")) {
      platform("{\"spec\":{\"runtime\":{\"image\":\"example.invalid/runtime:2\"}}}");
      deferred("thawed");

      platform("{\"spec\":{\"delivery\":{\"freezeFor\":\"0s\"}}}");

      await().atMost(World.PATIENCE).until(() -> history.rolls() == 1);
      world.awaitEvent(namespace, "thawed", e -> World.condition(e, "RolloutDeferred").isEmpty());
      Steadily.holds(A_WHILE, () -> assertThat(history.rolls()).isOne());
    }
  }

  @WaitingTest
  void anInvalidEditKeepsTheLastGoodRevision() {
    world.create(Manifests.event(namespace, "spoilt", platform, "Retain", "later"));
    world.awaitProvisioned(namespace, "spoilt");
    var config = world.user.configMaps().inNamespace(namespace).withName("spoilt-config");
    var before = config.require().getData();
    try (TemplateHistory history = new TemplateHistory(world, namespace, "spoilt-runtime")) {
      world.patch(
          namespace,
          "spoilt",
          "{\"spec\":{\"title\":\"Spoilt\",\"waitingList\":{\"enabled\":true}}}");
      TicketEvent event =
          world.awaitCondition(namespace, "spoilt", "SpecValid", "False", "NotSupported");

      assertThat(World.condition(event, "DataProvisioned").orElseThrow().getStatus())
          .isEqualTo("True");
      config.delete();
      await().atMost(World.PATIENCE).until(() -> config.get() != null);
      assertThat(config.require().getData()).isEqualTo(before);
      assertThat(history.rolls()).isZero();

      world.patch(namespace, "spoilt", "{\"spec\":{\"waitingList\":{\"enabled\":false}}}");
      awaitLive("spoilt", "Spoilt");
    }
  }

  @WaitingTest
  void floorsFollowTheLastGoodScheduleWhileTheSpecIsInvalid() {
    Instant opening = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(20);
    world.create(
        Manifests.event(namespace, "raised", platform, "Retain", "later")
            .replaceAll(
                "schedule: .*",
                "schedule: {onSaleAt: \"%s\", closesAt: \"%s\", startsAt: \"%s\"}"
                    .formatted(opening, opening.plusSeconds(600), opening.plusSeconds(700)))
            .replace(
                "scaling: {single: {min: 1, max: 2}}",
                "scaling: {single: {min: 1, max: 2}, preScale: {before: 10s, single: 2}}"));
    world.awaitProvisioned(namespace, "raised");
    world.patch(namespace, "raised", "{\"spec\":{\"waitingList\":{\"enabled\":true}}}");
    world.awaitCondition(namespace, "raised", "SpecValid", "False", "NotSupported");

    await().atMost(World.PATIENCE).until(() -> floor("raised") == 2);
  }

  @WaitingTest
  void historyIsBounded() {
    world.create(Manifests.event(namespace, "storied", platform, "Retain", "later"));
    world.awaitProvisioned(namespace, "storied");

    for (int edit = 1; edit <= 15; edit++) {
      world.patch(namespace, "storied", "{\"spec\":{\"title\":\"Edit %d\"}}".formatted(edit));
      awaitLive("storied", "Edit " + edit);
    }

    List<ControllerRevision> revisions =
        world
            .user
            .apps()
            .controllerRevisions()
            .inNamespace(namespace)
            .withLabel("onsale.dev/event", "storied")
            .list()
            .getItems();
    assertThat(revisions).hasSize(10);
    assertThat(revisions.stream().mapToLong(ControllerRevision::getRevision).max()).hasValue(16);
  }

  private void onSale(String name) {
    world.create(Manifests.event(namespace, name, platform, "Retain", "now"));
    world.awaitProvisioned(namespace, name);
    await()
        .atMost(World.PATIENCE)
        .until(
            () ->
                world
                        .user
                        .apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(name + "-runtime")
                        .get()
                    != null);
  }

  private int floor(String name) {
    var autoscaler =
        world
            .user
            .autoscaling()
            .v2()
            .horizontalPodAutoscalers()
            .inNamespace(namespace)
            .withName(name + "-runtime")
            .get();
    return autoscaler != null
        ? autoscaler.getSpec().getMinReplicas()
        : world
            .user
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withName(name + "-runtime")
            .require()
            .getSpec()
            .getReplicas();
  }

  private void platform(String json) {
    world
        .user
        .resources(TicketPlatform.class)
        .withName(platform)
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  private TicketEvent deferred(String name) {
    return world.awaitCondition(namespace, name, "RolloutDeferred", "True", "Frozen");
  }

  private static String hash(TicketEvent event) {
    return World.message(event, "RolloutDeferred")
        .replaceAll(".*onsale.dev/allow-roll=([0-9a-f]{16}) .*", "$1");
  }

  private void allow(String name, String hash) {
    world.patch(
        namespace,
        name,
        "{\"metadata\":{\"annotations\":{\"onsale.dev/allow-roll\":\"%s\"}}}".formatted(hash));
  }

  private void awaitLive(String name, String title) {
    await()
        .atMost(World.PATIENCE)
        .until(
            () ->
                world
                    .user
                    .configMaps()
                    .inNamespace(namespace)
                    .withName(name + "-config")
                    .require()
                    .getData()
                    .get("live.json")
                    .contains("\"" + title + "\""));
  }
}
