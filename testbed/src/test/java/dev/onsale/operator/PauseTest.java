package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.TicketEvent;
import org.junit.jupiter.api.Test;

class PauseTest {

  private static final String PAUSED =
      "{\"metadata\":{\"annotations\":{\"onsale.dev/reconcile\":\"paused\"}}}";
  private static final String GO_ON =
      "{\"metadata\":{\"annotations\":{\"onsale.dev/reconcile\":null}}}";

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @Test
  void aPausedEventIsLeftAloneSaysSoAndGoesOnAfterwards() {
    world.create(Manifests.event(namespace, "resting"));
    world.awaitProvisioned(namespace, "resting");

    world.patch(namespace, "resting", PAUSED);
    TicketEvent paused =
        world.awaitCondition(namespace, "resting", "ReconcilePaused", "True", "PausedByAnnotation");
    assertThat(World.condition(paused, "DataProvisioned"))
        .hasValueSatisfying(condition -> assertThat(condition.getStatus()).isEqualTo("True"));
    world.patch(namespace, "resting", "{\"spec\":{\"title\":\"A second evening\"}}");
    assertThat(config()).contains("A small evening");

    world.patch(namespace, "resting", GO_ON);
    world.awaitEvent(
        namespace,
        "resting",
        event ->
            World.condition(event, "ReconcilePaused").isEmpty()
                && Long.valueOf(2).equals(event.getStatus().observedGeneration()));
    assertThat(config()).contains("A second evening");
  }

  @Test
  void aPausedEventIsNotDeletedEither() {
    world.create(Manifests.event(namespace, "held"));
    world.awaitProvisioned(namespace, "held");
    world.patch(namespace, "held", PAUSED);
    world.awaitCondition(namespace, "held", "ReconcilePaused", "True", "PausedByAnnotation");

    world.event(namespace, "held").delete();
    assertThat(config("held")).isNotEmpty();

    world.patch(namespace, "held", GO_ON);
    world.awaitGone(namespace, "held");
  }

  private String config() {
    return config("resting");
  }

  private String config(String name) {
    return world
        .user
        .configMaps()
        .inNamespace(namespace)
        .withName(name + "-config")
        .require()
        .getData()
        .get("live.json");
  }
}
