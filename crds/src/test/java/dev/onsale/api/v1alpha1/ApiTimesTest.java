package dev.onsale.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTimesTest {
  @ParameterizedTest
  @CsvSource({"2m, 120", "1h30m, 5400", "0s, 0", "1s1m, 61", "000001h, 3600", "1m1m, 120"})
  void partsOfADurationAddUp(String text, long seconds) {
    assertThat(ApiTimes.duration(text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5 m", "-5m", "1d", "1.5h", "9999999999999999999h", "PT5M"})
  void whatIsNoDurationIsRefusedWithTheFix(String text) {
    assertThatThrownBy(() -> ApiTimes.duration(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1h30m");
  }

  @Test
  void aTimeMayHaveAnyOffset() {
    assertThat(ApiTimes.instant("2027-03-01T10:00:00.5+09:00"))
        .isEqualTo(Instant.parse("2027-03-01T01:00:00.5Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2027-02-30T10:00:00Z", "2027-03-01", "tomorrow"})
  void whatIsNoTimeIsRefusedWithTheFix(String text) {
    assertThatThrownBy(() -> ApiTimes.instant(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2027-03-01T10:00:00Z");
  }
}
