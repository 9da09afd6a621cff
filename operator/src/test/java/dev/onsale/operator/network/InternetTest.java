package dev.onsale.operator.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InternetTest {

  @Test
  void theInternetHasNoPrivateRange() {
    assertThat(Internet.everywhere())
        .extracting(peer -> peer.getIpBlock().getCidr())
        .containsExactly("0.0.0.0/0", "::/0");
    assertThat(Internet.everywhere().getFirst().getIpBlock().getExcept())
        .contains("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")
        .as("a range within one that is left out is left out with it")
        .doesNotContain("169.254.169.254/32");
    assertThat(Internet.everywhere().getLast().getIpBlock().getExcept()).contains("fc00::/7");
  }

  @Test
  void aPrivateRangeThatIsNamedIsMeant() {
    var peer = Internet.named("10.0.20.0/23").orElseThrow();
    assertThat(peer.getIpBlock().getCidr()).isEqualTo("10.0.20.0/23");
    assertThat(peer.getIpBlock().getExcept()).isEmpty();
  }

  @Test
  void aWiderRangeGoesWithoutThePrivateOnesInIt() {
    assertThat(Internet.named("8.0.0.0/6").orElseThrow().getIpBlock().getExcept())
        .containsExactly("10.0.0.0/8");
  }

  @Test
  void whereCloudsHandOutCredentialsNobodyGoes() {
    assertThat(Internet.named("169.254.169.254/32")).isEmpty();
    assertThat(Internet.named("169.254.0.0/16").orElseThrow().getIpBlock().getExcept())
        .contains("169.254.169.254/32");
    assertThat(Internet.named("fd00::/8").orElseThrow().getIpBlock().getExcept())
        .containsExactly("fd00:ec2::254/128");
  }

  @Test
  void aNameIsNoAddressRange() {
    assertThatThrownBy(() -> AddressRange.of("cafe/8"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AddressRange.of("10.0.0.0/33"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
