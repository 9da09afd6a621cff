package dev.onsale.booking.tickets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs passes: a JWS in compact form (RFC 7515) with EdDSA over Ed25519 (RFC 8037), so that any
 * scanner with the event's JWKS verifies one offline. The same seed and ticket always give the same
 * pass.
 */
public final class PassSigner {
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int KEY_BYTES = 32;

  private final PrivateKey key;
  private final String x;
  private final String keyId;
  private final String event;

  /**
   * @param seed 32 bytes, the Ed25519 private key of RFC 8032
   * @param event namespace and name
   */
  public PassSigner(byte[] seed, String event) {
    KeyPair pair = pair(seed);
    this.key = pair.getPrivate();
    this.x = TEXT.encodeToString(encoded((EdECPublicKey) pair.getPublic()));
    this.keyId = thumbprint(x);
    this.event = event;
  }

  /** The ticket's pass: key id in the header; event, ticket and seat in the payload. */
  public String pass(Ticket ticket) {
    Map<String, String> header = new LinkedHashMap<>();
    header.put("alg", "EdDSA");
    header.put("kid", keyId);
    Map<String, String> payload = new LinkedHashMap<>();
    payload.put("event", event);
    payload.put("ticket", ticket.id().toString());
    payload.put("seat", ticket.seat());
    String signed = json(header) + "." + json(payload);
    return signed + "." + TEXT.encodeToString(sign(signed));
  }

  /** The public keys, as {@code /.well-known/jwks.json} serves them. */
  public Map<String, Object> jwks() {
    Map<String, Object> jwk = new LinkedHashMap<>();
    jwk.put("kty", "OKP");
    jwk.put("crv", "Ed25519");
    jwk.put("x", x);
    jwk.put("kid", keyId);
    jwk.put("alg", "EdDSA");
    jwk.put("use", "sig");
    return Map.of("keys", List.of(jwk));
  }

  private byte[] sign(String text) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is part of the platform", e);
    }
  }

  private static String json(Object value) {
    return TEXT.encodeToString(JSON.writeValueAsBytes(value));
  }

  /** The generator draws the private key, and nothing else, from its source of randomness. */
  private static KeyPair pair(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is part of the platform", e);
    }
  }

  /** RFC 8032, 5.1.2: y in little-endian order, the sign of x in the last bit. */
  private static byte[] encoded(EdECPublicKey key) {
    byte[] big = key.getPoint().getY().toByteArray();
    byte[] little = new byte[KEY_BYTES];
    for (int i = 0; i < Math.min(big.length, KEY_BYTES); i++) {
      little[i] = big[big.length - 1 - i];
    }
    if (key.getPoint().isXOdd()) {
      little[KEY_BYTES - 1] |= (byte) 0x80;
    }
    return little;
  }

  /** RFC 7638. */
  private static String thumbprint(String x) {
    String members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(members.getBytes(StandardCharsets.US_ASCII));
      return TEXT.encodeToString(Arrays.copyOf(digest, 12));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is part of the platform", e);
    }
  }

  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    Fixed(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException("an Ed25519 private key has 32 bytes");
      }
      System.arraycopy(seed, 0, bytes, 0, seed.length);
    }
  }
}
