package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Invariant I7, with every timer that could hide a lost edit turned off. */
@Tag("slow")
class LostEditsTest {

  /** Two edits each. */
  private static final int PAIRS = 150;

  private static final OperatorSettings WITHOUT_TIMERS =
      new OperatorSettings(
          World.OPERATOR_NAMESPACE,
          false,
          "test",
          Duration.ofSeconds(2),
          Duration.ofHours(5),
          Duration.ofHours(5),
          Duration.ofSeconds(1),
          Duration.ofHours(10));

  @Test
  void noSpecEditThatRacesAStatusWriteIsLost() {
    try (World world = new World(WITHOUT_TIMERS)) {
      String namespace = world.newNamespace();
      world.create(Manifests.event(namespace, "raced"));
      world.awaitProvisioned(namespace, "raced");

      List<Integer> lost = new ArrayList<>();
      for (int edit = 1; edit <= PAIRS; edit++) {
        // The second edit arrives while the operator writes the status of the first.
        world.patch(namespace, "raced", "{\"spec\":{\"title\":\"First %d\"}}".formatted(edit));
        world.patch(namespace, "raced", "{\"spec\":{\"title\":\"Second %d\"}}".formatted(edit));
        if (!arrives(world, namespace, "Second " + edit)) {
          lost.add(edit);
        }
      }

      assertThat(lost).isEmpty();
    }
  }

  private static boolean arrives(World world, String namespace, String title) {
    var config = world.user.configMaps().inNamespace(namespace).withName("raced-config");
    try {
      await()
          .atMost(Duration.ofSeconds(5))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .until(
              () ->
                  config.require().getData().get("live.json").contains("\"" + title + "\"")
                      && observed(world, namespace));
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  private static boolean observed(World world, String namespace) {
    var event = world.event(namespace, "raced").require();
    return event.getMetadata().getGeneration().equals(event.getStatus().observedGeneration());
  }
}
