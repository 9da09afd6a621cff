package dev.onsale.operator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.TicketEvent;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrawCheckTest {
  private static final String EVENT =
      """
      apiVersion: onsale.dev/v1alpha1
      kind: TicketEvent
      metadata: {name: aurora, namespace: concerts}
      spec:
        title: Aurora
        schedule:
          registrationOpensAt: "2027-03-01T10:00:00Z"
          registrationClosesAt: "2027-03-08T10:00:00Z"
          onSaleAt: "2027-03-10T10:00:00Z"
          closesAt: "2027-03-20T10:00:00Z"
          startsAt: "2027-04-01T18:00:00Z"
        seating: {sections: [{name: A, tier: std, capacity: 100}]}
        tiers: [{name: std, price: {currency: EUR, amount: 100}}]
        buyers: {identity: Required}
        queue: {mode: Draw, beacon: {source: Drand, round: ROUND}}
      """;

  @Test
  void aRoundBetweenTheCloseAndTheSaleIsFine() {
    assertThat(problem("37233413")).isEmpty();
  }

  @Test
  void aRoundThatIsKnownBeforeTheCloseIsRefusedWithTheFirstThatIsNot() {
    assertThat(problem("1000").orElseThrow().message())
        .contains("spec.queue.beacon.round 1000", "2023-08-23", "round 37232213 is the first");
  }

  @Test
  void aRoundThatNobodyKnowsAtTheSaleIsRefused() {
    assertThat(problem("99999999").orElseThrow().message()).contains("onSaleAt");
  }

  @Test
  void aDrawOfDevicesIsRefused() {
    assertThat(
            EventCheck.problem(
                    Serialization.unmarshal(
                            EVENT
                                .replace("identity: Required", "identity: Anonymous")
                                .replace("ROUND", "37233413"),
                            TicketEvent.class)
                        .getSpec())
                .orElseThrow()
                .message())
        .contains("spec.buyers.identity Required");
  }

  private static Optional<Problem> problem(String round) {
    return EventCheck.problem(
        Serialization.unmarshal(EVENT.replace("ROUND", round), TicketEvent.class).getSpec());
  }
}
