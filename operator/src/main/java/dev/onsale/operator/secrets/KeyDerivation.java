package dev.onsale.operator.secrets;

import dev.onsale.operator.identity.EventIdentity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * HKDF-SHA256 (RFC 5869) from the operator's root secret: a Secret that somebody pruned comes back
 * equal, and nothing but the root needs a backup.
 */
public final class KeyDerivation {

  private static final int MINIMUM_ROOT_BYTES = 32;
  private static final int PASSWORD_BYTES = 24;

  private final byte[] root;

  /**
   * @param root at least 32 random bytes
   */
  public KeyDerivation(byte[] root) {
    if (root.length < MINIMUM_ROOT_BYTES) {
      throw new IllegalArgumentException(
          "The root secret has " + root.length + " bytes; it needs " + MINIMUM_ROOT_BYTES);
    }
    this.root = root.clone();
  }

  /**
   * @param purpose what the bytes are for, unique within an event
   * @param generation counts rotations, from 1
   */
  public byte[] bytes(EventIdentity event, String purpose, int generation, int length) {
    return bytes(event.path(), purpose, generation, length);
  }

  /**
   * @param path of whom the bytes are for: {@code cluster/namespace/name} of an event, {@code
   *     cluster/name} of a platform
   */
  private byte[] bytes(String path, String purpose, int generation, int length) {
    String info = "onsale/" + path + "/" + purpose + "/" + generation;
    try {
      var parameters =
          HKDFParameterSpec.ofExtract()
              .addIKM(root)
              .thenExpand(info.getBytes(StandardCharsets.UTF_8), length);
      return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("JDK 25 has HKDF-SHA256", e);
    }
  }

  /** 192 bits as 32 characters that need no quoting anywhere. */
  public String password(EventIdentity event, String purpose, int generation) {
    return password(event.path(), purpose, generation);
  }

  /** The same for a platform. */
  String password(String path, String purpose, int generation) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(bytes(path, purpose, generation, PASSWORD_BYTES));
  }
}
