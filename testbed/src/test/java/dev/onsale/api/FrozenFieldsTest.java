package dev.onsale.api;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.schedule.Phase;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a running sale depends on cannot be edited under it. */
class FrozenFieldsTest {
  private static final String NAMESPACE = "frozen";
  private static final String EVENT =
      """
      apiVersion: onsale.dev/v1alpha1
      kind: TicketEvent
      metadata: {name: edited, namespace: frozen}
      spec:
        title: %s
        schedule:
          onSaleAt: "2027-05-01T10:00:00Z"
          closesAt: "2027-06-01T10:00:00Z"
          startsAt: "2027-06-01T19:00:00Z"
        tiers: [{name: standard, price: {currency: EUR, amount: %d}}]
        seating: {sections: [{name: A, tier: standard, capacity: %d}]}
        queue: {mode: %s}
        platformRef: {name: %s}
      """;
  private static KubernetesClient client;

  @BeforeAll
  static void serve() {
    client = ApiServer.withCrds();
    ApiServer.namespace(client, NAMESPACE);
  }

  @BeforeEach
  void create() {
    client.resource(event("Edited", 5000, 10, "Fifo", "main")).delete();
    client.resource(event("Edited", 5000, 10, "Fifo", "main")).serverSideApply();
  }

  @ParameterizedTest
  @EnumSource(names = {"Pending", "Scheduled"})
  void everythingMayChangeBeforehand(Phase phase) {
    status(Map.of("phase", phase.name()));
    assertThatNoException().isThrownBy(() -> edit(event("Other", 6000, 20, "Open", "other")));
  }

  @ParameterizedTest
  @EnumSource(names = {"Registration", "PreScaled", "OnSale", "SoldOut", "Closed", "Ended"})
  void theModeIsFrozenOnceRegistrationBegan(Phase phase) {
    status(Map.of("phase", phase.name()));
    refused(event("Edited", 5000, 10, "Open", "main"), "spec.queue.mode is immutable");
  }

  @ParameterizedTest
  @EnumSource(names = {"OnSale", "SoldOut", "Closed", "Ended"})
  void seatingIsFrozenOnceTheSaleOpened(Phase phase) {
    status(Map.of("phase", phase.name()));
    refused(event("Edited", 5000, 20, "Fifo", "main"), "spec.seating is immutable");
  }

  @ParameterizedTest
  @EnumSource(names = {"OnSale", "SoldOut", "Closed", "Ended"})
  void pricesAreFrozenOnceTheSaleOpened(Phase phase) {
    status(Map.of("phase", phase.name()));
    refused(event("Edited", 6000, 10, "Fifo", "main"), "spec.tiers is immutable");
  }

  @Test
  void seatingMayStillChangeWhilePodsStart() {
    status(Map.of("phase", "PreScaled"));
    assertThatNoException().isThrownBy(() -> edit(event("Edited", 5000, 20, "Fifo", "main")));
  }

  @Test
  void whatWasFrozenStaysSoWhenTheEventFails() {
    status(Map.of("phase", "Failed", "frozen", Map.of("map", "2027-05-01T10:00:00Z")));
    refused(event("Edited", 5000, 20, "Fifo", "main"), "spec.seating is immutable");
  }

  @Test
  void thePlatformIsFrozenOnceItHoldsData() {
    status(Map.of("phase", "Scheduled", "data", Map.of("schema", "ev_1")));
    refused(event("Edited", 5000, 10, "Fifo", "other"), "spec.platformRef is immutable");
  }

  @Test
  void theTitleMayAlwaysChange() {
    status(Map.of("phase", "OnSale"));
    assertThatNoException().isThrownBy(() -> edit(event("Other", 5000, 10, "Fifo", "main")));
  }

  private static void refused(GenericKubernetesResource edited, String message) {
    assertThatThrownBy(() -> edit(edited)).hasMessageContaining(message);
  }

  private static void edit(GenericKubernetesResource edited) {
    client.resource(edited).forceConflicts().serverSideApply();
  }

  private static void status(Map<String, Object> status) {
    var patch = event("Edited", 5000, 10, "Fifo", "main");
    patch.getAdditionalProperties().remove("spec");
    patch.setAdditionalProperty("status", status);
    client
        .resource(patch)
        .subresource("status")
        .patch(PatchContext.of(PatchType.SERVER_SIDE_APPLY));
  }

  private static GenericKubernetesResource event(
      String title, int amount, int capacity, String mode, String platform) {
    return ApiServer.objects(EVENT.formatted(title, amount, capacity, mode, platform)).getFirst();
  }
}
