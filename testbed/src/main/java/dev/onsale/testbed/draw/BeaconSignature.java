package dev.onsale.testbed.draw;

import dev.onsale.draw.BeaconChain;
import java.util.HexFormat;
import supranational.blst.BLST_ERROR;
import supranational.blst.P1_Affine;
import supranational.blst.P2_Affine;

/** Whether a chain of drand signed a round; points by the library, everything else here. */
final class BeaconSignature {
  private static final String SUITE = "BLS_SIG_BLS12381G%d_XMD:SHA-256_SSWU_RO_NUL_";

  private BeaconSignature() {}

  /**
   * @param signature hex
   * @param previous signature of the round before, hex; empty where rounds stand alone
   */
  static boolean verifies(BeaconChain chain, long round, String signature, String previous) {
    HexFormat hex = HexFormat.of();
    String message = chain.chained() ? previous : "";
    try {
      byte[] digest = hex.parseHex(Arithmetic.sha256OfHex(message + "%016x".formatted(round)));
      return chain.chained()
          ? onG2(hex.parseHex(signature), digest, hex.parseHex(chain.publicKey()))
          : onG1(hex.parseHex(signature), digest, hex.parseHex(chain.publicKey()));
    } catch (RuntimeException notAPoint) {
      return false;
    }
  }

  private static boolean onG1(byte[] signature, byte[] digest, byte[] key) {
    P1_Affine point = new P1_Affine(signature);
    return point.in_group()
        && point.core_verify(new P2_Affine(key), true, digest, SUITE.formatted(1))
            == BLST_ERROR.BLST_SUCCESS;
  }

  private static boolean onG2(byte[] signature, byte[] digest, byte[] key) {
    P2_Affine point = new P2_Affine(signature);
    return point.in_group()
        && point.core_verify(new P1_Affine(key), true, digest, SUITE.formatted(2))
            == BLST_ERROR.BLST_SUCCESS;
  }
}
