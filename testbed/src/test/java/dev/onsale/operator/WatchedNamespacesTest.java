package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.testbed.Steadily;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An operator for some namespaces, with rights in these only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchedNamespacesTest {

  private final World world = new World(World.EAGER.watching(Set.of("ours", "also-ours")));

  @AfterAll
  void end() {
    world.close();
  }

  @Test
  void eventsOfWatchedNamespacesAreWorkedOnAndNoOthers() {
    world.createNamespace("theirs");
    world.create(Manifests.event("theirs", "evening"));
    world.create(Manifests.event("ours", "evening"));
    world.create(Manifests.event("also-ours", "evening"));

    world.awaitProvisioned("ours", "evening");
    world.awaitProvisioned("also-ours", "evening");
    world.patch("ours", "evening", "{\"spec\":{\"title\":\"Changed\"}}");
    world.awaitEvent(
        "ours", "evening", event -> Long.valueOf(2).equals(event.getStatus().observedGeneration()));
    world.event("also-ours", "evening").delete();
    world.awaitGone("also-ours", "evening");

    Steadily.holds(
        Duration.ofSeconds(2),
        () ->
            assertThat(world.event("theirs", "evening").require())
                .satisfies(
                    event -> {
                      assertThat(event.getStatus()).isNull();
                      assertThat(event.getMetadata().getFinalizers()).isEmpty();
                    }));
    assertThat(world.rights.forbidden()).isEmpty();
  }
}
