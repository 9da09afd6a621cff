package dev.onsale.booking.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeviceIdentityTest {
  private final DeviceIdentity devices = new DeviceIdentity(new byte[32]);

  @Test
  void aDeviceIsTheSameBuyerEachTime() {
    String cookie = devices.issue();

    assertThat(devices.recognise(cookie)).isPresent().isEqualTo(devices.recognise(cookie));
    assertThat(devices.recognise(devices.issue())).isNotEqualTo(devices.recognise(cookie));
  }

  @Test
  void nobodyChoosesADeviceId() {
    String cookie = devices.issue();
    String forged = cookie.replaceFirst("v1\\..", "v1." + (cookie.charAt(3) == 'A' ? 'B' : 'A'));

    assertThat(devices.recognise(forged)).isEmpty();
    assertThat(devices.recognise("")).isEmpty();
    assertThat(devices.recognise("v1.x.y")).isEmpty();
  }

  @Test
  void theBuyersNameDoesNotTellTheDeviceId() {
    String cookie = devices.issue();
    String id = cookie.split("\\.")[1];

    assertThat(devices.recognise(cookie).orElseThrow().id())
        .matches("d_[0-9a-f]{32}")
        .doesNotContain(id);
  }
}
