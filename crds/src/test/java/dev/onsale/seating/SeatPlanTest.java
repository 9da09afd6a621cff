package dev.onsale.seating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SeatPlanTest {
  private static final String HOUSE =
      """
      sections:
      - name: Stalls
        tier: best
        rows:
        - {name: A, seats: 4, firstNumber: 2, step: 2, blocked: [6], aisleAfter: [4]}
        - {name: B, seats: 3, accessible: [{seat: 1, companion: 2}],
           allotted: [{from: 2, to: 3, allotment: press}]}
      - {name: Floor, tier: standing, capacity: 3}
      - {name: Box, tier: best, rows: [{name: "1", seats: 1}]}
      """;
  private final SeatMap map = map(HOUSE);
  private final SeatPlan plan = map.plan();

  @Test
  void indexesAreDenseAndInDeclaredOrder() {
    assertThat(plan.seats())
        .extracting(Seat::id)
        .containsExactly(
            "Stalls-A-2",
            "Stalls-A-4",
            "Stalls-A-6",
            "Stalls-A-8",
            "Stalls-B-1",
            "Stalls-B-2",
            "Stalls-B-3",
            "Floor-1",
            "Floor-2",
            "Floor-3",
            "Box-1-1");
  }

  @Test
  void indexAndIdFindEachOther() {
    for (int i = 0; i < plan.size(); i++) {
      assertThat(plan.index(plan.seat(i).id())).hasValue(i);
    }
    assertThat(plan.index("Stalls-A-3")).isEmpty();
  }

  @Test
  void rowsAndStandingSectionsAreRuns() {
    assertThat(plan.ranges()).extracting(SeatRange::first).containsExactly(0, 4, 7, 10);
    assertThat(plan.ranges().get(2).standing()).isTrue();
  }

  @Test
  void aSeatKnowsWhatItsRowSaysOfIt() {
    assertThat(plan.seat(2).blocked()).isTrue();
    assertThat(plan.seat(1).aisleAfter()).isTrue();
    assertThat(plan.seat(4).accessible()).isTrue();
    assertThat(plan.seat(5).companionOf()).isEqualTo(1);
    assertThat(plan.seat(6).allotment()).isEqualTo("press");
    assertThat(plan.blocked()).isEqualTo(1);
  }

  @Test
  void aSeatThatExistsTwiceIsRefused() {
    var twice = map("sections: [{name: A, tier: t, capacity: 1}, {name: A, tier: t, capacity: 1}]");
    assertThatThrownBy(twice::plan).hasMessageContaining("A-1 exists twice");
  }

  @Test
  void theDigestSurvivesJsonAndDefaultsWrittenOut() throws IOException {
    var json = new ObjectMapper();
    assertThat(json.readValue(json.writeValueAsString(map), SeatMap.class).digest())
        .isEqualTo(map.digest());
    assertThat(map(HOUSE.replace("- name: Stalls", "- rank: 1\n  name: Stalls")).digest())
        .isEqualTo(map.digest());
  }

  @Test
  void everyChangeOfTheHouseChangesTheDigest() {
    for (String edit :
        new String[] {
          "Stalls>Parterre", "seats: 4>seats: 5", "[6]>[8]", "aisleAfter: [4]>aisleAfter: []",
          "companion: 2>companion: 3", "to: 3>to: 2", "capacity: 3>capacity: 4", "step: 2>step: 3",
          "tier: standing>tier: best", "press>crew"
        }) {
      var parts = edit.split(">");
      assertThat(map(HOUSE.replace(parts[0], parts[1])).digest())
          .as(edit)
          .isNotEqualTo(map.digest());
    }
  }

  @Test
  void aMapOfANewerVersionIsRead() {
    assertThat(
            map("{sections: [{name: A, tier: t, capacity: 2, colour: red}], legend: x}").places())
        .isEqualTo(2);
  }

  private static SeatMap map(String yaml) {
    try {
      return new YAMLMapper().readValue(yaml, SeatMap.class);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
