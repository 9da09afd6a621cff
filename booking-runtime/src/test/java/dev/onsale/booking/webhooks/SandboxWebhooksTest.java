package dev.onsale.booking.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.booking.webhooks.Webhook.Concerned;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxWebhooksTest {
  private static final String SECRET = "a secret of the test";
  private static final long NOW = 1_800_000_000;
  private static final byte[] BODY =
      """
      {"id": "evt_1", "type": "payment.captured", "data": {"object": {"metadata":
       {"namespace": "concerts", "event": "aurora", "payment": "order:1"}}}}
      """
          .getBytes(UTF_8);

  private final WebhookReader reader =
      new SandboxWebhooks(
          new WebhookSignature(SECRET, Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC)));

  @Test
  void aSignedWebhookIsRead() throws Exception {
    assertThat(reader.read(BODY, "t=%d,v1=%s".formatted(NOW, hmac(SECRET, NOW, BODY))))
        .isEqualTo(
            new Webhook(
                "evt_1", "payment.captured", new Concerned("concerts", "aurora", "order:1")));
  }

  /** RFC 4231's construction, computed by another tool: {@code openssl dgst -sha256 -hmac}. */
  @Test
  void theSignatureIsHmacSha256OverTimeAndBody() {
    byte[] body = "{\"id\":\"a\",\"type\":\"b\"}".getBytes(UTF_8);

    assertThatCode(
            () ->
                reader.read(
                    body,
                    "t=1800000000,v1=1b70e2567fcef5d0808da6ab19f95e3b4652a1e03efc22fd2318be081666e80a"))
        .doesNotThrowAnyException();
  }

  @Test
  void whileTheProviderChangesItsSecretOneOfTwoSignaturesIsEnough() throws Exception {
    String header =
        "t=%d,v1=%s,v1=%s,v0=ignored"
            .formatted(NOW, hmac("the older secret", NOW, BODY), hmac(SECRET, NOW, BODY));

    assertThat(reader.read(BODY, header).id()).isEqualTo("evt_1");
  }

  @Test
  void anotherSecretIsRefused() throws Exception {
    String header = "t=%d,v1=%s".formatted(NOW, hmac("another secret", NOW, BODY));

    assertThatThrownBy(() -> reader.read(BODY, header))
        .isInstanceOf(WebhookRefusedException.class)
        .hasMessageContaining("webhook secret");
  }

  @Test
  void aChangedBodyIsRefused() throws Exception {
    String header = "t=%d,v1=%s".formatted(NOW, hmac(SECRET, NOW, BODY));
    byte[] changed = new String(BODY, UTF_8).replace("order:1", "order:2").getBytes(UTF_8);

    assertThatThrownBy(() -> reader.read(changed, header))
        .isInstanceOf(WebhookRefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-301, 301, 1_000_000_000})
  void whatWasNotSignedWithinFiveMinutesIsRefused(long late) throws Exception {
    long signedAt = NOW - late;
    String header = "t=%s,v1=%s".formatted(signedAt, hmac(SECRET, signedAt, BODY));

    assertThatThrownBy(() -> reader.read(BODY, header))
        .isInstanceOf(WebhookRefusedException.class)
        .hasMessageContaining("clocks");
  }

  @ParameterizedTest
  @ValueSource(longs = {-299, 299})
  void withinFiveMinutesItIsTaken(long late) throws Exception {
    long signedAt = NOW - late;

    assertThat(
            reader.read(BODY, "t=%d,v1=%s".formatted(signedAt, hmac(SECRET, signedAt, BODY))).id())
        .isEqualTo("evt_1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "t=", "t", "v1=00", "t=1800000000", "t=x,v1=00", "t=1,v1=zz", "t=-1,v1=00"})
  void aHeaderThatSaysNothingIsRefused(String header) {
    assertThatThrownBy(() -> reader.read(BODY, header)).isInstanceOf(WebhookRefusedException.class);
  }

  @Test
  void aMissingHeaderIsRefused() {
    assertThatThrownBy(() -> reader.read(BODY, null)).isInstanceOf(WebhookRefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "",
        "[]",
        "{\"type\": \"a\"}",
        "{\"id\": \"\", \"type\": \"a\"}",
        "{\"id\": {}, \"type\": \"a\"}"
      })
  void aBodyThatIsNoWebhookIsRefused(String body) throws Exception {
    byte[] bytes = body.getBytes(UTF_8);
    String header = "t=%d,v1=%s".formatted(NOW, hmac(SECRET, NOW, bytes));

    assertThatThrownBy(() -> reader.read(bytes, header))
        .isInstanceOf(WebhookRefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"namespace\": \"concerts\", \"event\": \"aurora\"}",
        "{\"namespace\": \"concerts\", \"event\": \"aurora.evil.example/\", \"payment\": \"a:1\"}",
        "{\"namespace\": \"concerts\", \"event\": \"aurora@host\", \"payment\": \"a:1\"}",
        "{\"namespace\": \"../kube-system\", \"event\": \"aurora\", \"payment\": \"a:1\"}",
        "{\"namespace\": \"CONCERTS\", \"event\": \"aurora\", \"payment\": \"a:1\"}",
        "{\"namespace\": 7, \"event\": [\"aurora\"], \"payment\": \"a:1\"}"
      })
  void whatNamesNoPaymentOfOursConcernsNobody(String metadata) throws Exception {
    byte[] body =
        "{\"id\": \"a\", \"type\": \"b\", \"data\": {\"object\": {\"metadata\": %s}}}"
            .formatted(metadata)
            .getBytes(UTF_8);

    assertThat(reader.read(body, "t=%d,v1=%s".formatted(NOW, hmac(SECRET, NOW, body))).concerned())
        .isNull();
  }

  private static String hmac(String secret, long signedAt, byte[] body)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    mac.update((signedAt + ".").getBytes(UTF_8));
    return HexFormat.of().formatHex(mac.doFinal(body));
  }
}
