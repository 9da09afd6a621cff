package dev.onsale.booking.draw;

import dev.onsale.draw.BeaconChain;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import supranational.blst.BLST_ERROR;
import supranational.blst.P1_Affine;
import supranational.blst.P2_Affine;

/**
 * A round of a chain of drand, as anybody may have told it.
 *
 * @param signature hex
 * @param previousSignature hex; null where the chain's rounds stand alone
 */
public record BeaconRound(long number, String signature, @Nullable String previousSignature) {
  private static final String ON_G1 = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
  private static final String ON_G2 = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_";

  /**
   * The round's randomness, 32 bytes: SHA-256 of its signature.
   *
   * @throws ForgedRoundException if the chain's key did not sign this round
   */
  public byte[] verifiedRandomness(BeaconChain chain) {
    byte[] signed = bytes(signature);
    BLST_ERROR verdict;
    try {
      verdict = chain.chained() ? chained(chain, signed) : unchained(chain, signed);
    } catch (RuntimeException notAPoint) {
      throw new ForgedRoundException(
          "round "
              + number
              + " of "
              + chain
              + " has a signature that is none: "
              + notAPoint.getMessage());
    }
    if (verdict != BLST_ERROR.BLST_SUCCESS) {
      throw new ForgedRoundException(
          "round " + number + " of " + chain + " is not signed by the chain's key");
    }
    return Lottery.sha256(signed);
  }

  private BLST_ERROR unchained(BeaconChain chain, byte[] signed) {
    P1_Affine point = new P1_Affine(signed);
    if (!point.in_group()) {
      return BLST_ERROR.BLST_POINT_NOT_IN_GROUP;
    }
    return point.core_verify(
        new P2_Affine(bytes(chain.publicKey())), true, Lottery.sha256(counted()), ON_G1);
  }

  private BLST_ERROR chained(BeaconChain chain, byte[] signed) {
    P2_Affine point = new P2_Affine(signed);
    if (!point.in_group()) {
      return BLST_ERROR.BLST_POINT_NOT_IN_GROUP;
    }
    byte[] previous = bytes(previousSignature == null ? "" : previousSignature);
    byte[] message =
        ByteBuffer.allocate(previous.length + Long.BYTES).put(previous).put(counted()).array();
    return point.core_verify(
        new P1_Affine(bytes(chain.publicKey())), true, Lottery.sha256(message), ON_G2);
  }

  private byte[] counted() {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static byte[] bytes(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      throw new ForgedRoundException("a signature is not hex: " + e.getMessage());
    }
  }
}
