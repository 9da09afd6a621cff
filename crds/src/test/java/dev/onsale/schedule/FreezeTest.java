package dev.onsale.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FreezeTest {

  private static final Instant PRE_SCALE = Instant.parse("2027-03-01T08:30:00Z");
  private static final Instant FIRST = Instant.parse("2027-03-01T09:00:00Z");
  private static final Instant OPENING = Instant.parse("2027-03-01T10:00:00Z");
  private static final Instant CLOSE = Instant.parse("2027-03-02T10:00:00Z");
  private static final Timeline TIMELINE =
      new Timeline(null, null, PRE_SCALE, FIRST, OPENING, CLOSE, CLOSE, CLOSE);

  @Test
  void itBeginsWithThePreScaleAndEndsItsTimeAfterTheOpeningForEverybody() {
    Freeze freeze = Freeze.of(TIMELINE, Duration.ofHours(4));

    assertThat(freeze.at(PRE_SCALE.minusMillis(1))).isFalse();
    assertThat(freeze.at(PRE_SCALE)).isTrue();
    assertThat(freeze.at(OPENING.plus(Duration.ofHours(4)).minusMillis(1))).isTrue();
    assertThat(freeze.at(OPENING.plus(Duration.ofHours(4)))).isFalse();
  }

  @Test
  void withoutATimeItEndsWithTheOpening() {
    Freeze freeze = Freeze.of(TIMELINE, Duration.ZERO);

    assertThat(freeze.at(FIRST)).isTrue();
    assertThat(freeze.at(OPENING)).isFalse();
  }
}
