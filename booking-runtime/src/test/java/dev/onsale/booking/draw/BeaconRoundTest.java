package dev.onsale.booking.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.draw.BeaconChain;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Rounds that the League of Entropy published. */
class BeaconRoundTest {
  static final BeaconRound QUICKNET =
      new BeaconRound(
          657_413,
          "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b",
          null);
  static final BeaconRound DEFAULT =
      new BeaconRound(
          3_311_596,
          "a696b9409ababce45749c3a4ec369074453dd4a79967734e1390d969c8ad8d98897d217b9121e92c8ddebbddda8d92f900e3bd6bf9deb166863b1a19390d743f82774001487594c5c09e581db7365f02b70a2c8cc41ce32446ef08e4890c4754",
          "8ed588f2a7716fb1349e2d9803da5db0005e98a83783c353d4a08f183236a9ad91d70ddb01266f4b7c576983db464b430e65680b9e0098552758afd6c1e6afcb77e3f62fe1b93d42d1cb63abbb2205512fe12fbf74ea9c5ac3b8f5c1e283a1d8");

  @Test
  void aRoundOfQuicknetIsVerified() {
    assertThat(HexFormat.of().formatHex(QUICKNET.verifiedRandomness(BeaconChain.Quicknet)))
        .isEqualTo("fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587");
  }

  @Test
  void aRoundOfTheDefaultChainIsVerified() {
    assertThat(HexFormat.of().formatHex(DEFAULT.verifiedRandomness(BeaconChain.Default)))
        .isEqualTo("647c07b2abbf7ff2afb4d670214f565e5cd9f9c91bfdcecb59a21f3c78d73920");
  }

  @Test
  void anotherRoundsSignatureIsRefused() {
    refused(new BeaconRound(657_414, QUICKNET.signature(), null), BeaconChain.Quicknet);
    refused(
        new BeaconRound(3_311_597, DEFAULT.signature(), DEFAULT.previousSignature()),
        BeaconChain.Default);
  }

  @Test
  void aSignatureAfterAnotherPreviousOneIsRefused() {
    refused(
        new BeaconRound(3_311_596, DEFAULT.signature(), DEFAULT.signature()), BeaconChain.Default);
    refused(new BeaconRound(3_311_596, DEFAULT.signature(), null), BeaconChain.Default);
  }

  @Test
  void anotherChainsSignatureIsRefused() {
    refused(QUICKNET, BeaconChain.Default);
    refused(DEFAULT, BeaconChain.Quicknet);
  }

  @Test
  void whatIsNoSignatureIsRefused() {
    refused(new BeaconRound(1, "", null), BeaconChain.Quicknet);
    refused(new BeaconRound(1, "not hex", null), BeaconChain.Quicknet);
    refused(new BeaconRound(1, "c0" + "00".repeat(47), null), BeaconChain.Quicknet);
    refused(new BeaconRound(1, "00".repeat(48), null), BeaconChain.Quicknet);
    refused(new BeaconRound(1, "ff".repeat(96), "ff"), BeaconChain.Default);
  }

  private static void refused(BeaconRound round, BeaconChain chain) {
    assertThatThrownBy(() -> round.verifiedRandomness(chain))
        .isInstanceOf(ForgedRoundException.class);
  }
}
