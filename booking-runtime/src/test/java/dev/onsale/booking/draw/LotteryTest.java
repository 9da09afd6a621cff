package dev.onsale.booking.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LotteryTest {
  private static final byte[] SECRET =
      HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

  @Test
  void theCommitmentIsTheSecretsHash() {
    assertThat(Lottery.commitment(SECRET))
        .isEqualTo("630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd");
  }

  @Test
  void withoutABeaconTheSeedIsNotTheCommitment() {
    assertThat(HexFormat.of().formatHex(Lottery.seed(SECRET, new byte[0])))
        .isEqualTo(
            sha256("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f6e6f6e65"))
        .isNotEqualTo(Lottery.commitment(SECRET));
  }

  @Test
  void theBeaconChangesTheSeedAndTheSeedTheNumber() {
    byte[] one = Lottery.seed(SECRET, new byte[32]);
    byte[] other = Lottery.seed(SECRET, SECRET);

    assertThat(Lottery.number(one, "u_anna")).isNotEqualTo(Lottery.number(other, "u_anna"));
    assertThat(Lottery.number(one, "u_anna")).isNotEqualTo(Lottery.number(one, "u_berta"));
    assertThat(Lottery.number(one, "u_anna")).isEqualTo(Lottery.number(one, "u_anna"));
  }

  private static String sha256(String hex) {
    return HexFormat.of().formatHex(Lottery.sha256(HexFormat.of().parseHex(hex)));
  }
}
