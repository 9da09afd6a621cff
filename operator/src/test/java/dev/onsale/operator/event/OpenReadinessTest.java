package dev.onsale.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.OpenFacts.Certificate;
import dev.onsale.operator.event.OpenFacts.Pods;
import dev.onsale.operator.postgres.RuntimeStatus;
import dev.onsale.schedule.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenReadinessTest {

  private static final Instant OPENING = Instant.parse("2027-03-01T10:00:00Z");
  private static final Instant CLOSE = OPENING.plus(Duration.ofHours(2));
  private static final Timeline TIMELINE =
      new Timeline(
          null,
          null,
          OPENING.minus(Duration.ofMinutes(30)),
          OPENING,
          OPENING,
          CLOSE,
          CLOSE,
          CLOSE.plus(Duration.ofHours(1)));
  private static final Instant NEAR = OPENING.minus(Duration.ofMinutes(10));
  private static final Certificate NONE = new Certificate.None();

  @Test
  void longBeforeTheOpeningNothingIsDecided() {
    Verdict verdict = at(TIMELINE.preScaleAt().minusSeconds(1), report(7, Duration.ZERO), enough());
    assertThat(verdict.reason()).isEqualTo(Reason.TooEarly);
  }

  @Test
  void afterTheCloseNothingIsDecided() {
    assertThat(at(CLOSE, report(7, Duration.ZERO), enough()).reason()).isEqualTo(Reason.Closed);
  }

  @Test
  void everythingInPlaceIsReadyToOpen() {
    Verdict verdict = at(NEAR, report(7, Duration.ofMillis(999)), enough());
    assertThat(verdict.isTrue()).isTrue();
  }

  @Test
  void aFloorThatIsNotReachedIsOnItsWay() {
    Verdict verdict =
        at(NEAR, report(7, Duration.ZERO), facts(Map.of("aurora-booking", new Pods(3, 8)), NONE));
    assertThat(verdict.reason()).isEqualTo(Reason.BelowFloor);
    assertThat(verdict.message()).contains("aurora-booking has 3 of 8 pods");
    assertThat(verdict.isFalse()).isFalse();
  }

  @Test
  void aProcessThatWorksByAnOlderSpecIsNamedPending() {
    assertThat(at(NEAR, report(6, Duration.ZERO), enough()).reason())
        .isEqualTo(Reason.NotAcknowledged);
  }

  @Test
  void silenceIsNoConsent() {
    assertThat(at(NEAR, RuntimeStatus.NONE, enough()).reason()).isEqualTo(Reason.NoReport);
  }

  @Test
  void clocksThatDifferByMoreThanASecondNeedAPerson() {
    Verdict behind = at(NEAR, report(7, Duration.ofMillis(-1001)), enough());
    assertThat(behind.isFalse()).isTrue();
    assertThat(behind.message()).contains("pod-1", "1001 ms behind");
  }

  @Test
  void aCertificateMustOutliveTheSale() {
    Certificate tooShort = new Certificate.Until("tls", CLOSE.minusSeconds(1));
    Verdict verdict = at(NEAR, report(7, Duration.ZERO), facts(Map.of(), tooShort));
    assertThat(verdict.reason()).isEqualTo(Reason.CertificateEnds);
    assertThat(verdict.message()).contains("\"tls\"", CLOSE.toString());

    Certificate enough = new Certificate.Until("tls", CLOSE.plusSeconds(1));
    assertThat(at(NEAR, report(7, Duration.ZERO), facts(Map.of(), enough)).isTrue()).isTrue();
  }

  private static Verdict at(Instant now, RuntimeStatus figures, OpenFacts facts) {
    return OpenReadiness.of(TIMELINE, figures, facts, 7, now);
  }

  private static OpenFacts enough() {
    return facts(Map.of("aurora-booking", new Pods(8, 8)), NONE);
  }

  private static OpenFacts facts(Map<String, Pods> pods, Certificate certificate) {
    return new OpenFacts(pods, certificate);
  }

  private static RuntimeStatus report(long generation, Duration ahead) {
    return new RuntimeStatus(
        List.of(
            new RuntimeStatus.Process(
                "pod-1",
                generation,
                1,
                true,
                "PreScaled",
                10,
                9,
                0,
                0,
                1,
                true,
                "",
                ahead,
                0,
                null)));
  }
}
