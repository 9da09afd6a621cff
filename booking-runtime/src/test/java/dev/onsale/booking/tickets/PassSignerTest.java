package dev.onsale.booking.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PassSignerTest {
  /** RFC 8032, 7.1, test 1. */
  private static final byte[] SEED =
      HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

  private static final byte[] PUBLIC =
      HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

  private final PassSigner signer = new PassSigner(SEED, "concerts/aurora");
  private final Ticket ticket =
      new Ticket(new UUID(1, 2), new UUID(3, 4), 7, "A-1-8", Instant.EPOCH);

  @Test
  void thePublicKeyIsTheOneOfTheSeed() {
    assertThat(key().get("x"))
        .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(PUBLIC));
    assertThat(key()).containsEntry("kty", "OKP").containsEntry("crv", "Ed25519");
  }

  @Test
  void aScannerVerifiesAPassWithThePublicKeyAlone() throws Exception {
    String pass = signer.pass(ticket);

    assertThat(verifies(pass)).isTrue();
    assertThat(payload(pass))
        .contains("\"event\":\"concerts/aurora\"")
        .contains("\"ticket\":\"" + ticket.id() + "\"")
        .contains("\"seat\":\"A-1-8\"");
  }

  @Test
  void aPassForAnotherSeatDoesNotVerify() throws Exception {
    String[] parts = signer.pass(ticket).split("\\.");
    String forged = payload(signer.pass(ticket)).replace("A-1-8", "A-1-9");
    parts[1] =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(forged.getBytes(StandardCharsets.UTF_8));

    assertThat(verifies(String.join(".", parts))).isFalse();
  }

  @Test
  void thePassOfATicketNeverChanges() {
    assertThat(new PassSigner(SEED, "concerts/aurora").pass(ticket)).isEqualTo(signer.pass(ticket));
  }

  @Test
  void aPassFitsAQrCodeThatAPhoneReads() {
    assertThat(PassImage.svg(signer.pass(ticket))).startsWith("<svg").contains("viewBox");
    assertThat(signer.pass(ticket)).hasSizeLessThan(400);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> key() {
    return ((List<Map<String, Object>>) signer.jwks().get("keys")).getFirst();
  }

  private static String payload(String pass) {
    return new String(Base64.getUrlDecoder().decode(pass.split("\\.")[1]), StandardCharsets.UTF_8);
  }

  private static boolean verifies(String pass) throws Exception {
    byte[] big = PUBLIC.clone();
    for (int i = 0; i < big.length / 2; i++) {
      byte swap = big[i];
      big[i] = big[big.length - 1 - i];
      big[big.length - 1 - i] = swap;
    }
    boolean odd = (big[0] & 0x80) != 0;
    big[0] &= 0x7f;
    PublicKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new EdECPublicKeySpec(
                    NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, big))));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(key);
    int end = pass.lastIndexOf('.');
    signature.update(pass.substring(0, end).getBytes(StandardCharsets.US_ASCII));
    return signature.verify(Base64.getUrlDecoder().decode(pass.substring(end + 1)));
  }
}
