package dev.onsale.booking.tokens;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 under one key, each use under a purpose of its own. */
public final class Mac {
  /** Has its key and is never fed; to look an algorithm up and to take a key in is dear. */
  private final javax.crypto.Mac prototype;

  /**
   * @param key 32 bytes
   */
  public Mac(byte[] key) {
    try {
      prototype = javax.crypto.Mac.getInstance("HmacSHA256");
      prototype.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every Java platform", e);
    }
  }

  /** 32 bytes that only the holder of the key can make. */
  public byte[] sign(String purpose, String text) {
    return sign(purpose, text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] sign(String purpose, byte[] data) {
    try {
      javax.crypto.Mac mac = (javax.crypto.Mac) prototype.clone();
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(data);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's own HMAC can be copied", e);
    }
  }

  /** Compares in constant time; a prefix of the signature, at least 16 bytes, is enough. */
  public boolean verifies(byte[] signature, String purpose, String text) {
    return verifies(signature, purpose, text.getBytes(StandardCharsets.UTF_8));
  }

  boolean verifies(byte[] signature, String purpose, byte[] data) {
    return signature.length >= 16
        && signature.length <= 32
        && MessageDigest.isEqual(signature, Arrays.copyOf(sign(purpose, data), signature.length));
  }

  /** 32 hex digits that stand for the text and do not tell it. */
  public String pseudonym(String text) {
    return HexFormat.of().formatHex(sign("pseudonym", text), 0, 16);
  }
}
