package dev.onsale.booking.webhooks;

import dev.onsale.booking.webhooks.Webhook.Concerned;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Webhooks of the Sandbox: {@code {id, type, data: {object: {metadata: {namespace, event,
 * payment}}}}}, signed in header {@code Sandbox-Signature}.
 */
public final class SandboxWebhooks implements WebhookReader {
  public static final String PATH = "sandbox";
  public static final String SIGNATURE = "Sandbox-Signature";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST = 255;
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private final WebhookSignature signature;

  public SandboxWebhooks(WebhookSignature signature) {
    this.signature = signature;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public String signatureHeader() {
    return SIGNATURE;
  }

  @Override
  public Webhook read(byte[] body, @Nullable String header) {
    // Before anything else: nobody but the provider may make us read anything.
    signature.verify(body, header);
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JacksonException unreadable) {
      throw new WebhookRefusedException("the body is not JSON: " + unreadable.getOriginalMessage());
    }
    String id = root.path("id").asString("");
    String type = root.path("type").asString("");
    if (id.isEmpty() || id.length() > LONGEST || type.isEmpty() || type.length() > LONGEST) {
      throw new WebhookRefusedException(
          "id and type must be there, of at most " + LONGEST + " characters");
    }
    return new Webhook(id, type, concerned(root.path("data").path("object").path("metadata")));
  }

  private static @Nullable Concerned concerned(JsonNode metadata) {
    String namespace = metadata.path("namespace").asString("");
    String event = metadata.path("event").asString("");
    String payment = metadata.path("payment").asString("");
    boolean ours =
        DNS_LABEL.matcher(namespace).matches()
            && DNS_LABEL.matcher(event).matches()
            && !payment.isEmpty()
            && payment.length() <= LONGEST;
    return ours ? new Concerned(namespace, event, payment) : null;
  }
}
