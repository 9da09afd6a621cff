package dev.onsale.operator.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.operator.identity.EventIdentity;
import java.util.Base64;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class EventKeysTest {

  private static final byte[] ROOT = new byte[32];

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
  void aShortRootIsRefused() {
    assertThatThrownBy(() -> new KeyDerivation(new byte[16]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 bytes");
  }
}
