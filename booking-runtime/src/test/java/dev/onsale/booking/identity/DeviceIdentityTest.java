package dev.onsale.booking.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.booking.tokens.KeyRing;
import dev.onsale.booking.tokens.Mac;
import org.junit.jupiter.api.Test;

class DeviceIdentityTest {
  private static final byte[] KEY = new byte[32];

  private final DeviceIdentity devices = new DeviceIdentity(KeyRing.of(KEY), new Mac(KEY));

  @Test
  void aDeviceIsTheSameBuyerEachTime() {
    String cookie = devices.issue();

    assertThat(devices.recognise(cookie)).isPresent().isEqualTo(devices.recognise(cookie));
    assertThat(devices.recognise(devices.issue())).isNotEqualTo(devices.recognise(cookie));
  }

  @Test
  void aCookieOfTheVersionBeforeIsOfTheFirstKeyAndTheSameBuyer() {
    String cookie = devices.issue();
    String before = cookie.replaceFirst("v2\\.1\\.", "v1.");

    assertThat(devices.recognise(before)).isPresent().isEqualTo(devices.recognise(cookie));
  }

  @Test
  void nobodyChoosesADeviceId() {
    String cookie = devices.issue();
    String forged =
        cookie.replaceFirst("v2\\.1\\..", "v2.1." + (cookie.charAt(5) == 'A' ? 'B' : 'A'));

    assertThat(devices.recognise(forged)).isEmpty();
    assertThat(devices.recognise("")).isEmpty();
    assertThat(devices.recognise("v1.x.y")).isEmpty();
    assertThat(devices.recognise(cookie.replaceFirst("v2\\.1\\.", "v2.2."))).isEmpty();
  }

  @Test
  void theBuyersNameDoesNotTellTheDeviceId() {
    String cookie = devices.issue();
    String id = cookie.split("\\.")[2];

    assertThat(devices.recognise(cookie).orElseThrow().id())
        .matches("d_[0-9a-f]{32}")
        .doesNotContain(id);
  }
}
