package dev.onsale.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.runtime.RuntimeLive;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineTest {
  private final Timeline plain = timeline(null, null, 1800);
  private final Timeline registered =
      timeline("2027-04-01T00:00:00Z", "2027-04-20T00:00:00Z", 1800);

  @ParameterizedTest
  @CsvSource({
    "2027-01-01T00:00:00Z, Scheduled",
    "2027-05-01T09:29:59Z, Scheduled",
    "2027-05-01T09:30:00Z, PreScaled",
    "2027-05-01T10:00:00Z, OnSale",
    "2027-05-31T09:59:59Z, OnSale",
    "2027-05-31T10:00:00Z, Closed",
    "2027-06-01T18:00:00Z, Closed",
    "2027-06-02T06:00:00Z, Ended",
  })
  void aPhaseBeginsWithItsInstant(Instant now, Phase phase) {
    assertThat(plain.phaseAt(now)).isEqualTo(phase);
  }

  @ParameterizedTest
  @CsvSource({
    "2027-03-31T23:59:59Z, Scheduled",
    "2027-04-01T00:00:00Z, Registration",
    "2027-04-20T00:00:00Z, Scheduled",
    "2027-05-01T09:30:00Z, PreScaled",
  })
  void registrationHasItsOwnPhase(Instant now, Phase phase) {
    assertThat(registered.phaseAt(now)).isEqualTo(phase);
  }

  @Test
  void registrationIsNotInterruptedByPreScale() {
    var late = timeline("2027-04-01T00:00:00Z", "2027-05-01T10:00:00Z", 1800);
    assertThat(late.phaseAt(Instant.parse("2027-05-01T09:45:00Z"))).isEqualTo(Phase.Registration);
  }

  @Test
  void nextNamesEveryPhaseOnceInOrder() {
    var now = Instant.parse("2027-01-01T00:00:00Z");
    var walk = new StringBuilder(registered.phaseAt(now).name());
    for (var next = registered.nextAfter(now); next.isPresent(); next = registered.nextAfter(now)) {
      now = next.get().at();
      walk.append(' ').append(next.get().phase());
    }
    assertThat(walk).hasToString("Scheduled Registration Scheduled PreScaled OnSale Closed Ended");
  }

  @Test
  void nothingFollowsTheEnd() {
    assertThat(plain.nextAfter(plain.endsAt())).isEmpty();
  }

  @Test
  void anEventWithoutEndIsOverAfterTwelveHours() {
    assertThat(Duration.between(plain.startsAt(), plain.endsAt())).isEqualTo(Duration.ofHours(12));
  }

  @Test
  void floorsStayRaisedUntilTheClose() {
    assertThat(plain.preScaled(plain.preScaleAt())).isTrue();
    assertThat(plain.preScaled(plain.closesAt().minusNanos(1))).isTrue();
    assertThat(plain.preScaled(plain.closesAt())).isFalse();
  }

  private static Timeline timeline(
      @Nullable String opens, @Nullable String closes, long preScaleSeconds) {
    return Timeline.of(
        new RuntimeLive.Times(
            opens,
            closes,
            "2027-05-01T10:00:00Z",
            "2027-05-31T10:00:00Z",
            "2027-06-01T18:00:00Z",
            null,
            preScaleSeconds,
            null));
  }
}
