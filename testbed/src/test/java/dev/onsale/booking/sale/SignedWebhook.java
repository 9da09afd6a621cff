package dev.onsale.booking.sale;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A webhook as the Sandbox would send it.
 *
 * @param signature value of its header
 */
public record SignedWebhook(byte[] body, String signature) {

  /** Signed with {@link Sale#WEBHOOK_SECRET} now. */
  public static SignedWebhook of(String id, String namespace, String event, String payment) {
    return of(
        """
        {"id": "%s", "type": "payment.changed", "data": {"object": {"metadata":
         {"namespace": "%s", "event": "%s", "payment": "%s"}}}}
        """
            .formatted(id, namespace, event, payment),
        Sale.WEBHOOK_SECRET);
  }

  /** Any body, signed with any secret now. */
  public static SignedWebhook of(String body, String secret) {
    long now = Instant.now().getEpochSecond();
    byte[] bytes = body.getBytes(UTF_8);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      mac.update((now + ".").getBytes(UTF_8));
      return new SignedWebhook(
          bytes, "t=%d,v1=%s".formatted(now, HexFormat.of().formatHex(mac.doFinal(bytes))));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * @param url of the endpoint, the provider's name at its end
   */
  public HttpResponse<String> send(HttpClient http, String url) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .header("Sandbox-Signature", signature)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
