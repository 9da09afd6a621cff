package dev.onsale.operator.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.Seating;
import dev.onsale.api.v1alpha1.Tier;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.config.SeatMapText;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps out of ConfigMaps, which no schema has seen. */
class SeatMapCheckTest {

  private static final List<Seating.Allotment> ALLOTMENTS =
      List.of(new Seating.Allotment("press", "press", null));
  private static final List<Tier> TIERS = List.of(new Tier("std", new Tier.Price("EUR", 100L)));

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "sections: []                                                  | InvalidSeatMap | no sections",
        "sections: [{tier: std, capacity: 5}]                          | InvalidSeatMap | without a name",
        "sections: [{name: A-1, tier: std, capacity: 5}]               | InvalidSeatMap | hyphens",
        "sections: [{name: A, tier: std, capacity: 5}, {name: A, tier: std, capacity: 5}] | InvalidSeatMap | unique",
        "sections: [{name: A, tier: gold, capacity: 5}]                | UnknownTier    | gold",
        "sections: [{name: A, capacity: 5}]                            | UnknownTier    | null",
        "sections: [{name: A, tier: std}]                              | InvalidSeatMap | rows or capacity",
        "sections: [{name: A, tier: std, capacity: 0}]                 | InvalidSeatMap | capacity is 0",
        "sections: [{name: A, tier: std, rows: [{name: x}]}]           | InvalidSeatMap | seats is null",
        "sections: [{name: A, tier: std, rows: [{seats: 3}]}]          | InvalidSeatMap | row without a name",
        "sections: [{name: A, tier: std, rows: [{name: x, seats: 3, step: 0}]}] | InvalidSeatMap | step is 0",
        "sections: [{name: A, tier: std, rows: [{name: x, seats: 3, accessible: [{seat: 9}]}]}] | InvalidSeatMap | seat 9",
        "sections: [{name: A, tier: std, rows: [{name: x, seats: 3, allotted: [{from: 1, to: 2, allotment: s}]}]}] | InvalidSeatMap | does not have",
        "sections: [{name: A, tier: std, rows: [{name: x, seats: 3, allotted: [{from: 1, to: 9, allotment: press}]}]}] | InvalidSeatMap | seat 9",
      })
  void aWrongMapNamesPlaceAndFix(String yaml, Reason reason, String says) {
    assertThat(SeatMapCheck.problem(SeatMapText.parse(yaml), TIERS, ALLOTMENTS, "map"))
        .hasValueSatisfying(
            problem -> {
              assertThat(problem.reason()).isEqualTo(reason);
              assertThat(problem.message()).contains("map", says);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sections: [{name: A, tier: std, capacity: 5}]",
        "sections: [{name: A, tier: std, rows: [{name: x, seats: 3, allotted: [{from: 1, to: 2, allotment: press}]}]}]",
        "sections: [{name: A, tier: std, rows: [{name: x, seats: 3, firstNumber: 2, step: 2, blocked: [6]}]}]",
      })
  void aGoodMapPasses(String yaml) {
    assertThat(SeatMapCheck.problem(SeatMapText.parse(yaml), TIERS, ALLOTMENTS, "map")).isEmpty();
  }
}
