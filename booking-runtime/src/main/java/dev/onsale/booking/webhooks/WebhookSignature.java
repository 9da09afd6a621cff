package dev.onsale.booking.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A header {@code t=SECONDS,v1=HEX}: HMAC-SHA256 over {@code SECONDS.BODY}. There may be more than
 * one {@code v1}, while the provider changes its secret. What was signed longer than five minutes
 * ago, or for the future, is refused, so that a webhook somebody recorded is of no use.
 */
public final class WebhookSignature {
  private static final String HMAC = "HmacSHA256";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final int MOST_SIGNATURES = 4;

  /** Of the year 5138: more overflows an {@link Instant}'s arithmetic sooner or later. */
  private static final long LATEST = 99_999_999_999L;

  private final SecretKeySpec key;
  private final Clock clock;

  /**
   * @param secret its UTF-8 bytes are the key
   */
  public WebhookSignature(String secret, Clock clock) {
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
    this.clock = clock;
  }

  private record Parts(long signedAt, List<byte[]> signatures) {}

  /**
   * @throws WebhookRefusedException if the body was not signed with the secret within the last five
   *     minutes
   */
  void verify(byte[] body, @Nullable String header) {
    if (header == null) {
      throw new WebhookRefusedException("the signature's header is missing");
    }
    Parts parts = parse(header);
    byte[] expected = hmac(parts.signedAt(), body);
    if (parts.signatures().stream().noneMatch(given -> MessageDigest.isEqual(given, expected))) {
      throw new WebhookRefusedException(
          "the signature is not of our webhook secret; compare the secret at the provider with ours");
    }
    Duration age = Duration.between(Instant.ofEpochSecond(parts.signedAt()), clock.instant());
    if (age.abs().compareTo(TOLERANCE) > 0) {
      throw new WebhookRefusedException(
          "it was signed %d s from now, at most %d s are allowed; compare the clocks"
              .formatted(age.toSeconds(), TOLERANCE.toSeconds()));
    }
  }

  private static Parts parse(String header) {
    long signedAt = -1;
    List<byte[]> signatures = new ArrayList<>();
    for (String part : header.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? "" : part.substring(0, equals).strip();
      String value = part.substring(equals + 1).strip();
      try {
        if (name.equals("t")) {
          signedAt = Long.parseLong(value);
        } else if (name.equals("v1") && signatures.size() < MOST_SIGNATURES) {
          signatures.add(HexFormat.of().parseHex(value));
        }
      } catch (IllegalArgumentException noNumber) {
        throw unreadable();
      }
    }
    if (signedAt < 0 || signedAt > LATEST || signatures.isEmpty()) {
      throw unreadable();
    }
    return new Parts(signedAt, List.copyOf(signatures));
  }

  private static WebhookRefusedException unreadable() {
    return new WebhookRefusedException("the signature's header is not t=SECONDS,v1=HEX");
  }

  private byte[] hmac(long signedAt, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update((signedAt + ".").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
