package dev.onsale.operator.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterNameTest {

  @Test
  void aPlatformIsRecognised() {
    assertThat(RouterName.of("main")).isEqualTo("onsale-webhooks-main");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eu.tickets.example",
        "a.",
        "a-platform-whose-name-is-as-long-as-a-platforms-name-may-be-63c",
        "0"
      })
  void whateverAPlatformIsCalledItsServiceHasAValidName(String platform) {
    assertThat(RouterName.of(platform)).matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
  }

  @Test
  void twoPlatformsNeverShareAName() {
    assertThat(RouterName.of("a.b")).isNotEqualTo(RouterName.of("a-b"));
  }
}
