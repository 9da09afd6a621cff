package dev.onsale.booking.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveConfigTest {
  private static final String LIVE =
      """
      {"generation": %d, "title": "t", "times": {"onSaleAt": "2027-03-01T10:00:00Z",
       "closesAt": "2027-03-02T10:00:00Z", "startsAt": "2027-03-03T10:00:00Z", "preScaleSeconds": 60},
       "paused": false, "settling": false, "fromANewerOperator": 1,
       "admission": {"perMinute": 60, "maxActive": 5, "claimTimeoutSeconds": 60, "sessionTimeoutSeconds": 600},
       "holds": {"timeoutSeconds": 60, "maxTicketsPerBuyer": 4, "allowSingleSeatGaps": false},
       "payment": {"timeoutSeconds": 60, "maxPerSecond": 5},
       "limits": {"authPerMinute": 1, "queuePerMinute": 1, "bookingPerMinute": 1, "generalPerMinute": 1},
       "tiers": []}
      """;

  @TempDir Path root;

  @BeforeEach
  void folder() throws IOException {
    Files.createDirectories(root.resolve("config"));
    write(LIVE.formatted(1));
  }

  @Test
  void aNewFileIsInForceAfterItIsReadAgain() throws IOException {
    LiveConfig live = new LiveConfig(new ConfigFolder(root));
    write(LIVE.formatted(2));
    live.step();

    assertThat(live.get().generation()).isEqualTo(2);
  }

  @Test
  void aBrokenFileLeavesTheLastGoodOneInForce() throws IOException {
    LiveConfig live = new LiveConfig(new ConfigFolder(root));
    write("{\"generation\": 2");

    assertThatThrownBy(live::step).isInstanceOf(UnusableConfigException.class);
    assertThat(live.get().generation()).isEqualTo(1);
  }

  @Test
  void aMissingFileIsNamedTogetherWithTheFix() throws IOException {
    Files.delete(root.resolve("config/live.json"));

    assertThatThrownBy(() -> new LiveConfig(new ConfigFolder(root)))
        .hasMessageContaining("config/live.json")
        .hasMessageContaining("ONSALE_CONFIG_DIR");
  }

  private void write(String text) throws IOException {
    Files.writeString(root.resolve("config/live.json"), text);
  }
}
