package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.schedule.Phase;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RuntimeReportTest {
  private static final String COMMITMENT = "c0".repeat(32);
  private static final String SEED = "5e".repeat(32);

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @Test
  void aSaleIsFollowedToSoldOutInStepsOfFivePercent() throws Exception {
    world.create(Manifests.event(namespace, "selling", "main", "Retain", "now"));
    TicketEvent event = world.awaitProvisioned(namespace, "selling");
    world.podsBecomeReady(namespace, "selling");
    world.awaitCondition(namespace, "selling", "OnSale", "True", "OnSale");

    RuntimeReports.leader(world, event, "free = 4, sold = 5");
    world.awaitEvent(namespace, "selling", e -> Objects.equals(e.getStatus().sold(), "55%"));
    world.awaitCondition(namespace, "selling", "InventoryConsistent", "True", "Consistent");
    world.awaitCondition(namespace, "selling", "OpenReady", "True", "Acknowledged");

    RuntimeReports.leader(world, event, "free = 0, sold = 9");
    TicketEvent soldOut =
        world.awaitEvent(namespace, "selling", e -> e.getStatus().phase() == Phase.SoldOut);
    assertThat(soldOut.getStatus().sold()).isEqualTo("100%");
  }

  @Test
  void aReportOlderThanTwoMinutesCountsForNothing() throws Exception {
    world.create(Manifests.event(namespace, "silent", "main", "Retain", "now"));
    TicketEvent event = world.awaitProvisioned(namespace, "silent");
    RuntimeReports.leader(world, event, "inventory_consistent = false, detail = 'seat A-1-1'");
    world.awaitCondition(namespace, "silent", "InventoryConsistent", "False", "Inconsistent");

    RuntimeReports.leader(world, event, "updated_at = now() - interval '3 minutes'");

    world.awaitCondition(namespace, "silent", "InventoryConsistent", "Unknown", "NoReport");
  }

  @Test
  void aPodWhoseClockIsApartKeepsTheEventFromBeingReadyToOpen() throws Exception {
    world.create(Manifests.event(namespace, "early", "main", "Retain", "now"));
    TicketEvent event = world.awaitProvisioned(namespace, "early");
    world.podsBecomeReady(namespace, "early");

    RuntimeReports.leader(world, event, "clock_ahead_ms = -2500");

    TicketEvent told =
        world.awaitCondition(namespace, "early", "OpenReady", "False", "ClocksApart");
    assertThat(World.message(told, "OpenReady")).contains("pod-1", "2500 ms behind");

    RuntimeReports.leader(world, event, "clock_ahead_ms = 900");
    world.awaitCondition(namespace, "early", "OpenReady", "True", "Acknowledged");
  }

  @Test
  void aDrawsCommitmentAndSeedStandInTheStatusAndStay() throws Exception {
    world.create(Manifests.event(namespace, "drawn", "main", "Retain", "now"));
    TicketEvent event = world.awaitProvisioned(namespace, "drawn");

    RuntimeReports.leader(world, event, "draw_commitment = '" + COMMITMENT + "'");
    TicketEvent committed =
        world.awaitEvent(
            namespace,
            "drawn",
            e ->
                e.getStatus().draw() != null
                    && COMMITMENT.equals(e.getStatus().draw().commitment()));
    assertThat(committed.getStatus().draw().seed()).isNull();

    RuntimeReports.leader(world, event, "draw_seed = '" + SEED + "'");
    world.awaitEvent(namespace, "drawn", e -> SEED.equals(e.getStatus().draw().seed()));

    String other = "draw_seed = NULL, draw_commitment = '%s', free = 4, sold = 5";
    RuntimeReports.leader(world, event, other.formatted("dd".repeat(32)));
    TicketEvent later =
        world.awaitEvent(namespace, "drawn", e -> Objects.equals(e.getStatus().sold(), "55%"));
    assertThat(later.getStatus().draw().commitment()).isEqualTo(COMMITMENT);
    assertThat(later.getStatus().draw().seed()).isEqualTo(SEED);
  }
}
