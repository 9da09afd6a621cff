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
    world.requests.forget("/namespaces/" + namespace + "/");
    world.user.services().inNamespace(namespace).withName("resting-runtime").delete();
    for (String evening : new String[] {"second", "third", "fourth"}) {
      world.patch(
          namespace, "resting", "{\"spec\":{\"title\":\"A %s evening\"}}".formatted(evening));
      awaitSeen("resting");
    }
    assertThat(config()).contains("A small evening");
    assertThat(world.user.services().inNamespace(namespace).withName("resting-runtime").get())
        .isNull();
    assertOnlyThePauseIsTold("resting");

    world.patch(namespace, "resting", GO_ON);
    world.awaitEvent(
        namespace,
        "resting",
        event ->
            World.condition(event, "ReconcilePaused").isEmpty()
                && Long.valueOf(4).equals(event.getStatus().observedGeneration()));
    assertThat(config()).contains("A fourth evening");
  }

  @Test
  void aPausedEventIsNotDeletedEither() {
    world.create(Manifests.event(namespace, "held"));
    world.awaitProvisioned(namespace, "held");
    world.patch(namespace, "held", PAUSED);
    world.awaitCondition(namespace, "held", "ReconcilePaused", "True", "PausedByAnnotation");
    world.requests.forget("/namespaces/" + namespace + "/");

    world.event(namespace, "held").delete();
    awaitSeen("held");
    world.patch(namespace, "held", "{\"spec\":{\"title\":\"A last evening\"}}");
    awaitSeen("held");
    assertThat(config("held")).contains("A small evening", "\"settling\":false");
    assertOnlyThePauseIsTold("held");

    world.patch(namespace, "held", GO_ON);
    world.awaitGone(namespace, "held");
  }

  /** The condition carries the generation that the operator saw last. */
  private void awaitSeen(String name) {
    world.awaitEvent(
        namespace,
        name,
        event ->
            World.condition(event, "ReconcilePaused")
                .filter(
                    condition ->
                        event
                            .getMetadata()
                            .getGeneration()
                            .equals(condition.getObservedGeneration()))
                .isPresent());
  }

  private void assertOnlyThePauseIsTold(String name) {
    assertThat(world.requests.writes("/namespaces/" + namespace + "/"))
        .isNotEmpty()
        .allMatch(
            write ->
                write.endsWith("/ticketevents/" + name + "/status") || write.endsWith("/events"));
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
