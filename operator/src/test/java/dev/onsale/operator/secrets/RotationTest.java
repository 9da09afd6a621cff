package dev.onsale.operator.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RotationTest {

  private final Rotation first = Rotation.first("at creation");

  @Test
  void anEventThatIsCreatedWithTheAnnotationHasNothingToRotate() {
    assertThat(first.asked("at creation")).isEqualTo(first);
    assertThat(first.underWay()).isFalse();
  }

  @Test
  void aNewValueAsksForTheNextGenerationOnce() {
    Rotation asked = first.asked("leaked");
    assertThat(asked.generation()).isEqualTo(2);
    assertThat(asked.underWay()).isTrue();
    assertThat(asked.asked("leaked")).isEqualTo(asked);
    assertThat(asked.ended().asked("leaked")).isEqualTo(asked.ended());
  }

  @Test
  void aSecondRequestWaitsForTheEndOfTheFirst() {
    Rotation asked = first.asked("one");
    assertThat(asked.asked("two")).isEqualTo(asked);
    assertThat(asked.ended().asked("two").generation()).isEqualTo(3);
  }

  @Test
  void anEventWithoutTheAnnotationRotatesNever() {
    assertThat(first.asked(null)).isEqualTo(first);
  }

  @Test
  void whatTheStoresKnowNeverComesBack() {
    Rotation restored = first.atLeast(4);
    assertThat(restored.generation()).isEqualTo(4);
    assertThat(restored.underWay()).isTrue();
    assertThat(restored.atLeast(1)).isEqualTo(restored);
  }
}
