package dev.onsale.operator.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.runtime.RuntimeKeys;
import dev.onsale.runtime.TokenKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventKeysTest {

  private static final byte[] ROOT = new byte[32];
  private static final Instant NOW = Instant.parse("2027-03-01T10:00:00Z");

  private final EventIdentity event = new EventIdentity("c1", "concerts", "aurora", "uid-1");
  private final EventKeys keys = new EventKeys(new KeyDerivation(ROOT), event);

  @Test
  void theSameRootGivesTheSameMaterial() {
    assertThat(new EventKeys(new KeyDerivation(ROOT), event).runtimeFiles())
        .isEqualTo(keys.runtimeFiles());
  }

  @Test
  void everyPurposeHasMaterialOfItsOwn() {
    var files = keys.runtimeFiles();
    assertThat(new HashSet<>(files.values())).hasSameSizeAs(files.values());
    assertThat(keys.ownerFiles().get("postgres-password"))
        .isNotEqualTo(keys.logins().postgres().password());
    assertThat(keys.logins().postgres().password()).isNotEqualTo(keys.logins().redis().password());
  }

  @Test
  void anotherEventHasOtherMaterial() {
    var other =
        new EventKeys(
            new KeyDerivation(ROOT), new EventIdentity("c1", "concerts", "borealis", "uid-1"));
    assertThat(other.runtimeFiles().values())
        .doesNotContainAnyElementsOf(keys.runtimeFiles().values());
  }

  @Test
  void keysHave32BytesInBase64() {
    assertThat(Base64.getDecoder().decode(keys.runtimeFiles().get("pass-key"))).hasSize(32);
  }

  @Test
  void nothingIsPrinted() {
    assertThat(keys.toString()).doesNotContain(keys.logins().redis().password());
    assertThat(keys.logins().toString()).doesNotContain(keys.logins().redis().password());
  }

  @Test
  void aRotationTakesTheOtherLoginWithAnotherPasswordAndKeepsTheKeys() {
    EventKeys next = keys.at(2);
    assertThat(next.logins().postgres().username()).endsWith("_b");
    assertThat(keys.at(3).logins().postgres().username()).endsWith("_a");
    assertThat(keys.at(3).logins().postgres().password())
        .isNotEqualTo(keys.logins().postgres().password());
    assertThat(next.runtimeFiles()).containsEntry("pass-key", keys.runtimeFiles().get("pass-key"));
  }

  @Test
  void pseudonymsAreMadeWithWhatTheyWereAlwaysMadeWith() {
    assertThat(Base64.getDecoder().decode(keys.runtimeFiles().get("pseudonym-key")))
        .isEqualTo(new KeyDerivation(ROOT).bytes(event, "device-key", 1, 32));
    EventKeys rotated = keys.at(2).with(KeyHistory.FIRST.upTo(2, NOW));
    assertThat(rotated.runtimeFiles())
        .containsEntry("pseudonym-key", keys.runtimeFiles().get("pseudonym-key"));
  }

  @Test
  void aNewTokenKeyIsKnownFiveMinutesBeforeItSignsAndTheOldOneUntilItsTokensAreOver() {
    List<RuntimeKeys.Key> entry =
        KeyHistory.FIRST.upTo(2, NOW).keys(TokenKind.Entry, "key of %d"::formatted);

    assertThat(entry)
        .containsExactly(
            new RuntimeKeys.Key(1, "key of 1", null, "2027-03-02T10:10:00Z"),
            new RuntimeKeys.Key(2, "key of 2", "2027-03-01T10:05:00Z", null));
  }

  @Test
  void keysWhoseTokensAreAllOverAreForgotten() {
    KeyHistory second = KeyHistory.FIRST.upTo(2, NOW);

    assertThat(second.upTo(2, NOW.plus(Duration.ofDays(180))).known()).hasSize(2);
    assertThat(second.upTo(2, NOW.plus(Duration.ofDays(181))).known())
        .extracting(KeyHistory.Since::generation)
        .containsExactly(2);
  }

  @Test
  void lookingAgainChangesNoKey() {
    KeyHistory second = KeyHistory.FIRST.upTo(2, NOW);

    assertThat(second.upTo(2, NOW.plusSeconds(60))).isEqualTo(second);
  }

  @Test
  void eventsOfOnePlatformShareItsWebhookSecret() {
    EventIdentity neighbour = new EventIdentity("c1", "theatre", "borealis", "uid-2");
    String secret = webhookSecret(event, "main");

    assertThat(secret).hasSize(32).isEqualTo(webhookSecret(neighbour, "main"));
    assertThat(secret).isNotEqualTo(webhookSecret(event, "other"));
  }

  private static String webhookSecret(EventIdentity event, String platform) {
    return new EventKeys(new KeyDerivation(ROOT), event)
        .of(platform)
        .runtimeFiles()
        .get(PlatformKeys.WEBHOOK_SECRET);
  }

  @Test
  void aShortRootIsRefused() {
    assertThatThrownBy(() -> new KeyDerivation(new byte[16]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 bytes");
  }
}
