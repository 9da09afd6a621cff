package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.testbed.kubernetes.OptionalCrd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The API of Rollouts is missing, or goes. */
class BlueGreenApiTest {

  private static final World WORLD = new World(World.EAGER);
  private final String namespace = WORLD.newNamespace();
  private final Rollouts rollouts = new Rollouts(WORLD, namespace);

  @AfterAll
  static void close() {
    WORLD.close();
  }

  @Test
  void withoutItsApiDeploymentsGoOnAndSayWhy() {
    rollouts.strategy("BlueGreen");
    rollouts.event("plain", "1h");

    TicketEvent event =
        WORLD.awaitCondition(namespace, "plain", "BlueGreen", "False", "RolloutsNotServed");

    assertThat(World.message(event, "BlueGreen")).contains("Argo Rollouts", "RollingUpdate");
    await().atMost(World.PATIENCE).until(() -> rollouts.deployment("plain").get() != null);
  }

  @Test
  void anApiThatGoesTakesNoWorkloadWithIt() {
    Rollouts.install(WORLD);
    rollouts.event("kept", "1h");
    WORLD.awaitProvisioned(namespace, "kept");
    await().atMost(World.PATIENCE).until(() -> rollouts.deployment("kept").get() != null);
    WORLD.podsBecomeReady(namespace, "kept");
    rollouts.strategy("BlueGreen");
    await().atMost(World.PATIENCE).until(() -> rollouts.rollout("kept").get() != null);

    OptionalCrd.ROLLOUT.remove(WORLD.user);

    WORLD.awaitCondition(namespace, "kept", "BlueGreen", "False", "RolloutsNotServed");
    rollouts.stays(rollouts.deployment("kept"));
  }
}
