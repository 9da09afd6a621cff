package dev.onsale.testbed.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterleavedTest {

  @Test
  void roundsAlternateWhoComesFirstAndWarmUpsDoNotCount() throws Exception {
    List<String> order = new ArrayList<>();

    Interleaved.Samples samples =
        Interleaved.run(
            1,
            3,
            round -> {
              order.add((round.warmUp() ? "warm-up " : "") + "ours");
              return round.warmUp() ? 1000 : 10 * round.number();
            },
            round -> {
              order.add((round.warmUp() ? "warm-up " : "") + "reference");
              return round.warmUp() ? 1000 : 4;
            });

    assertThat(order)
        .containsExactly(
            "warm-up ours",
            "warm-up reference",
            "ours",
            "reference",
            "reference",
            "ours",
            "ours",
            "reference");
    assertThat(samples.ours()).containsExactly(10.0, 20.0, 30.0);
    assertThat(samples.ratio()).isEqualTo(5);
  }

  @Test
  void neighboursAreComparedWhereTheMachineItselfChanges() {
    var samples =
        new Interleaved.Samples(List.of(10.0, 100.0, 1000.0), List.of(11.0, 100.0, 990.0));

    assertThat(samples.ratioOfNeighbours()).isEqualTo(1);
  }
}
