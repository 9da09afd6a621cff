package dev.onsale.operator.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionsTest {

  private static final Instant NOON = Instant.parse("2027-03-01T12:00:00.5Z");

  @Test
  void theTimeOfATransitionStaysWhileTheStatusStays() {
    var first =
        Conditions.update(
            List.of(), Map.of("Ready", Verdict.unknown(Reason.Starting, "")), 1, NOON);
    var second =
        Conditions.update(
            first, Map.of("Ready", Verdict.unknown(Reason.Waiting, "")), 2, NOON.plusSeconds(60));
    assertThat(second.getFirst().getLastTransitionTime()).isEqualTo("2027-03-01T12:00:00Z");
    assertThat(second.getFirst().getReason()).isEqualTo("Waiting");
    assertThat(second.getFirst().getObservedGeneration()).isEqualTo(2);
  }

  @Test
  void theTimeOfATransitionMovesWithTheStatus() {
    var first =
        Conditions.update(
            List.of(), Map.of("Ready", Verdict.unknown(Reason.Starting, "")), 1, NOON);
    var second =
        Conditions.update(
            first, Map.of("Ready", Verdict.yes(Reason.Ready, "")), 1, NOON.plusSeconds(60));
    assertThat(second.getFirst().getLastTransitionTime()).isEqualTo("2027-03-01T12:01:00Z");
  }

  @Test
  void aConditionThatIsNoLongerSaidGoes() {
    var first = Conditions.update(List.of(), Map.of("Old", Verdict.yes(Reason.Valid, "")), 1, NOON);
    assertThat(Conditions.update(first, Map.of(), 1, NOON)).isEmpty();
  }

  @Test
  void anEventThatIsNotOnSaleYetNeedsNobody() {
    var said =
        Conditions.update(
            List.of(),
            Map.of(
                "OnSale",
                Verdict.no(Reason.Scheduled, ""),
                "Ready",
                Verdict.no(Reason.Unreachable, "")),
            1,
            NOON);
    assertThat(said)
        .filteredOn(Conditions::needsAPerson)
        .extracting(condition -> condition.getType())
        .containsExactly("Ready");
  }
}
