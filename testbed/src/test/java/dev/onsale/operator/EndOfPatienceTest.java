package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.event.dependent.RuntimePods;
import dev.onsale.testbed.Steadily;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** The end of an event waits for others, but not for ever. */
class EndOfPatienceTest {

  private static final Duration A_WHILE = Duration.ofSeconds(4);

  private final World world = new World(World.EAGER);
  private final String namespace = world.newNamespace();

  @AfterEach
  void end() {
    world.close();
  }

  @WaitingTest
  void whoIsPayingIsWaitedForAsLongAsAnOrderMayTake() throws Exception {
    TicketEvent event = provisioned("slow");
    RuntimeReports.leader(world, event, "held = 1, free = 8, config_generation = 99");
    world.event(namespace, "slow").delete();
    stays("slow");

    later(Duration.ofMinutes(6));

    world.awaitGone(namespace, "slow");
  }

  @WaitingTest
  void aJobThatNobodyRunsHoldsTheEndUpForAFewMinutes() throws Exception {
    TicketEvent event = provisioned("stuck");
    try (var owner = world.connect(event, true);
        var statement = owner.createStatement()) {
      statement.execute("CREATE TABLE payment_attempts (state text)");
      statement.execute("INSERT INTO payment_attempts VALUES ('AUTHORIZED')");
    }
    world.event(namespace, "stuck").delete();
    world.awaitCondition(namespace, "stuck", "DataDeleted", "False", "Settling");
    stays("stuck");

    later(Duration.ofMinutes(7));

    world.awaitGone(namespace, "stuck");
    assertThat(
            world.superuser(
                "SELECT count(*) FROM %s.payment_attempts"
                    .formatted(world.identity(event).storeKey())))
        .isEqualTo("1");
    await()
        .atMost(World.PATIENCE)
        .until(
            () ->
                world
                    .user
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(World.OPERATOR_NAMESPACE)
                    .list()
                    .getItems()
                    .isEmpty());
  }

  private TicketEvent provisioned(String name) {
    world.create(Manifests.event(namespace, name, "main", "Delete", "later"));
    return world.awaitProvisioned(namespace, name);
  }

  private void stays(String name) {
    Steadily.holds(A_WHILE, () -> assertThat(world.event(namespace, name).get()).isNotNull());
  }

  private void later(Duration passed) {
    world.replaceOperator(Clock.offset(Clock.systemUTC(), passed), RuntimePods::template);
  }
}
