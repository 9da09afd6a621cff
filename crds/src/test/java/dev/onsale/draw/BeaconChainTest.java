package dev.onsale.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BeaconChainTest {

  @Test
  void roundsAreCountedFromTheGenesis() {
    assertThat(BeaconChain.Quicknet.publishedAt(1)).isEqualTo("2023-08-23T15:09:27Z");
    assertThat(BeaconChain.Quicknet.publishedAt(2)).isEqualTo("2023-08-23T15:09:30Z");
    assertThat(BeaconChain.Default.publishedAt(1)).isEqualTo("2020-07-22T15:17:30Z");
  }

  @Test
  void theFirstRoundAfterAMomentIsPublishedAfterIt() {
    for (String moment :
        new String[] {"2027-01-01T00:00:00Z", "2027-01-01T00:00:01Z", "2027-01-01T00:00:02Z"}) {
      Instant at = Instant.parse(moment);
      long first = BeaconChain.Quicknet.firstAfter(at);

      assertThat(BeaconChain.Quicknet.publishedAt(first)).isAfter(at);
      assertThat(BeaconChain.Quicknet.publishedAt(first - 1)).isBeforeOrEqualTo(at);
    }
    assertThat(BeaconChain.Default.firstAfter(Instant.EPOCH)).isEqualTo(1);
  }
}
