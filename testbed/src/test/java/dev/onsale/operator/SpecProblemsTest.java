package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.schedule.Phase;
import dev.onsale.testbed.Steadily;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecProblemsTest {

  private static final String SMALL_MAP =
      "sections: [{name: A, tier: standard, rows: [{name: '1', seats: 12}]}]";

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @Test
  void anUnknownPlatformIsNamedAndRecovers() {
    world.create(
        Manifests.event(namespace, "homeless", "atlantis-" + namespace, "Retain", "later"));
    TicketEvent event = invalid("homeless", "PlatformNotFound");
    assertThat(World.message(event, "SpecValid")).contains("spec.platformRef.name", "atlantis");
    assertThat(event.getStatus().phase()).isEqualTo(Phase.Pending);
    assertThat(World.condition(event, "Ready").orElseThrow().getStatus()).isEqualTo("False");

    world.patch(namespace, "homeless", "{\"spec\":{\"platformRef\":{\"name\":\"main\"}}}");

    world.awaitProvisioned(namespace, "homeless");
  }

  @Test
  void whatIsNotDoneYetIsSaidWithFieldAndFix() {
    world.create(Manifests.event(namespace, "early"));
    world.awaitProvisioned(namespace, "early");

    world.patch(namespace, "early", "{\"spec\":{\"waitingList\":{\"enabled\":true}}}");
    TicketEvent event = invalid("early", "NotSupported");
    assertThat(World.message(event, "SpecValid")).contains("spec.waitingList.enabled", "use false");

    world.patch(namespace, "early", "{\"spec\":{\"waitingList\":{\"enabled\":false}}}");
    world.awaitCondition(namespace, "early", "SpecValid", "True", "Valid");
  }

  @Test
  void aMissingSeatMapIsNamedAndRecovers() {
    createWithMapRef("mapless");
    TicketEvent event = invalid("mapless", "SeatMapMissing");
    assertThat(World.message(event, "SpecValid")).contains("mapless-map", "hall.yaml");

    map("mapless-map", SMALL_MAP);

    TicketEvent recovered = world.awaitProvisioned(namespace, "mapless");
    assertThat(recovered.getStatus().seatMap().seats()).isEqualTo(12);
  }

  @Test
  void aSeatMapInUseStaysWhenItsConfigMapIsEdited() {
    map("stable-map", SMALL_MAP);
    createWithMapRef("stable");
    world.awaitProvisioned(namespace, "stable");

    map("stable-map", SMALL_MAP.replace("12", "14"));

    TicketEvent event =
        world.awaitCondition(namespace, "stable", "SeatMapEdited", "True", "SnapshotInUse");
    assertThat(event.getStatus().seatMap().seats()).isEqualTo(12);
  }

  @Test
  void anotherMapInPlaceOfALostSnapshotIsRefusedOnceTheSaleHasOpened() {
    map("sold-map", SMALL_MAP);
    createWithMapRef("sold", "now");
    world.awaitProvisioned(namespace, "sold");
    map("sold-map", SMALL_MAP.replace("12", "14"));
    world.awaitCondition(namespace, "sold", "SeatMapEdited", "True", "SnapshotInUse");

    world.user.configMaps().inNamespace(namespace).list().getItems().stream()
        .filter(map -> map.getMetadata().getName().startsWith("sold-seats-"))
        .forEach(map -> world.user.resource(map).delete());

    TicketEvent event = invalid("sold", "SeatMapFixed");
    assertThat(event.getStatus().seatMap().seats()).isEqualTo(12);
    map("sold-map", SMALL_MAP);
    world.awaitCondition(namespace, "sold", "SpecValid", "True", "Valid");
  }

  @Test
  void aSeatMapThatIsTooLargeIsRefused() {
    map(
        "huge-map",
        """
        sections:
          - {name: A, tier: standard, capacity: 50000}
          - {name: B, tier: standard, capacity: 50000}
          - {name: C, tier: standard, capacity: 1}
        """);
    createWithMapRef("huge");
    assertThat(World.message(invalid("huge", "SeatMapTooLarge"), "SpecValid"))
        .contains("100001", "100000");
  }

  @Test
  void aTierThatAMapInventsIsNamed() {
    map("gold-map", SMALL_MAP.replace("standard", "gold"));
    createWithMapRef("gold");
    assertThat(World.message(invalid("gold", "UnknownTier"), "SpecValid"))
        .contains("gold", "[standard]");
  }

  @Test
  void aSeatThatARowDoesNotHaveIsNamed() {
    map("odd-map", SMALL_MAP.replace("seats: 12", "seats: 12, blocked: [13]"));
    createWithMapRef("odd");
    assertThat(World.message(invalid("odd", "InvalidSeatMap"), "SpecValid"))
        .contains("rows[1]", "seat 13");
  }

  @Test
  void aMapThatIsNoMapSaysWhere() {
    map("torn-map", "sections: [{name: A, tier: {}}]");
    createWithMapRef("torn");
    assertThat(World.message(invalid("torn", "InvalidSeatMap"), "SpecValid"))
        .contains("torn-map", "line 1");
  }

  @Test
  void aPausedEventIsLeftAlone() {
    String manifest =
        Manifests.event(namespace, "paused")
            .replace(
                "namespace: " + namespace + "}",
                "namespace: " + namespace + ", annotations: {onsale.dev/reconcile: paused}}");
    world.create(manifest);
    world.awaitCondition(namespace, "paused", "ReconcilePaused", "True", "PausedByAnnotation");
    var config = world.user.configMaps().inNamespace(namespace).withName("paused-config");
    Steadily.holds(
        Duration.ofSeconds(3),
        () -> {
          assertThat(world.event(namespace, "paused").require().getStatus().data()).isNull();
          assertThat(config.get()).isNull();
        });

    world.patch(
        namespace, "paused", "{\"metadata\":{\"annotations\":{\"onsale.dev/reconcile\":null}}}");

    world.awaitProvisioned(namespace, "paused");
  }

  private TicketEvent invalid(String name, String reason) {
    return world.awaitCondition(namespace, name, "SpecValid", "False", reason);
  }

  private void map(String name, String text) {
    world
        .user
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withData(Map.of("hall.yaml", text))
                .build())
        .createOr(existing -> existing.update());
  }

  private void createWithMapRef(String name) {
    createWithMapRef(name, "later");
  }

  private void createWithMapRef(String name, String opens) {
    world.create(
        Manifests.event(namespace, name, "main", "Retain", opens)
            .replaceAll(
                "seating: .*", "seating: {mapRef: {name: " + name + "-map, key: hall.yaml}}"));
  }
}
