package dev.onsale.operator.event.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.Scaling;
import dev.onsale.operator.optional.Presence;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoscalerTest {

  @ParameterizedTest
  @CsvSource({
    "HPA, PRESENT, HPA",
    "HPA, UNKNOWN, HPA",
    "Auto, PRESENT, KEDA",
    "Auto, ABSENT, HPA",
    "Auto, UNKNOWN, Undecided",
    "KEDA, PRESENT, KEDA",
    "KEDA, ABSENT, HPA",
    "KEDA, UNKNOWN, Undecided",
  })
  void thereIsAlwaysExactlyOne(Scaling.Engine asked, Presence keda, Autoscaler expected) {
    assertThat(Autoscaler.of(asked, keda, Optional.empty())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // KEDA appears, the engine is edited, nothing changes: what scales goes on
    "Auto, PRESENT, HPA, HPA",
    "HPA, PRESENT, KEDA, KEDA",
    "Auto, PRESENT, KEDA, KEDA",
    "Auto, UNKNOWN, KEDA, Undecided",
  })
  void aFrozenEventKeepsWhatScalesIt(
      Scaling.Engine asked, Presence keda, Autoscaler kept, Autoscaler expected) {
    assertThat(Autoscaler.of(asked, keda, Optional.of(kept))).isEqualTo(expected);
  }
}
