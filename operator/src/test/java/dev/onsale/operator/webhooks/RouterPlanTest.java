package dev.onsale.operator.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.LenientReading;
import dev.onsale.operator.config.JsonFiles;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouterPlanTest {

  private static final String SPEC =
      """
      apiVersion: onsale.dev/v1alpha1
      kind: TicketEvent
      metadata: {name: %s, namespace: %s}
      spec:
        platformRef: {name: main}
        title: An evening
        topology: %s
        schedule: {onSaleAt: "2030-03-01T10:00:00Z", closesAt: "2030-03-02T10:00:00Z", startsAt: "2030-03-03T10:00:00Z"}
        tiers: [{name: a, price: {currency: EUR, amount: 1}}]
        seating: {sections: [{name: A, tier: a, capacity: 1}]}
        buyers: {identity: Anonymous}
        queue: {mode: Fifo}
      """;

  @Test
  void theServiceOfAnEventsTopologyIsAskedFirst() {
    assertThat(
            RouterPlan.services(
                    Stream.of(event("aurora", "concerts", "Split"), event("b", "c", "Single")))
                .services())
        .containsEntry("concerts/aurora", List.of("aurora-booking", "aurora-runtime"))
        .containsEntry("c/b", List.of("b-runtime", "b-booking"));
  }

  /** It may have pods that sell by its last good spec. */
  @Test
  void anEventThatCannotBeReadIsListedToo() {
    TicketEvent unreadable = event("aurora", "concerts", "Split");
    unreadable.setSpec(null);

    assertThat(RouterPlan.services(Stream.of(unreadable)).services())
        .containsEntry("concerts/aurora", List.of("aurora-runtime", "aurora-booking"));
  }

  @Test
  void theListIsTheSameWhateverOrderEventsComeIn() {
    TicketEvent one = event("aurora", "concerts", "Split");
    TicketEvent two = event("borealis", "concerts", "Split");

    assertThat(JsonFiles.write(RouterPlan.services(Stream.of(one, two))))
        .isEqualTo(JsonFiles.write(RouterPlan.services(Stream.of(two, one))));
  }

  private static TicketEvent event(String name, String namespace, String topology) {
    return LenientReading.serialization()
        .unmarshal(SPEC.formatted(name, namespace, topology), TicketEvent.class);
  }
}
