package dev.onsale.operator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TopicSettingsTest {

  private final TopicSettings usual = new TopicSettings(3, 3, 2, Duration.ofHours(168));

  @Test
  void oneBrokerHoldsOneCopyAndMustHaveIt() {
    assertThat(usual.replicationOn(1)).isEqualTo((short) 1);
    assertThat(usual.minInSyncWith(1)).isEqualTo(1);
  }

  @Test
  void twoBrokersMayLoseOne() {
    assertThat(usual.replicationOn(2)).isEqualTo((short) 2);
    assertThat(usual.minInSyncWith(2)).isEqualTo(1);
  }

  @Test
  void threeBrokersHoldWhatWasAsked() {
    assertThat(usual.replicationOn(3)).isEqualTo((short) 3);
    assertThat(usual.minInSyncWith(3)).isEqualTo(2);
  }
}
