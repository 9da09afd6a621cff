package dev.onsale.testbed.buyers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the booking runtime.
 *
 * @param body JSON, or a missing node where the answer had none
 * @param retryAfter what the answer asks to wait, where it does
 */
public record Answer(int status, JsonNode body, @Nullable Duration retryAfter) {

  /** The slug of an RFC 9457 problem, or the empty string. */
  public String problem() {
    String type = body.path("type").asText("");
    return type.substring(type.lastIndexOf('/') + 1);
  }

  public boolean is(int status, String problem) {
    return this.status == status && problem().equals(problem);
  }

  public boolean succeeded() {
    return status >= 200 && status < 300;
  }

  /** A text member of the body that the contract promises. */
  public String text(String member) {
    JsonNode value = body.path(member);
    if (!value.isValueNode() || value.isNull()) {
      throw new ContractBroken("answer %d has no member %s: %s".formatted(status, member, body));
    }
    return value.asText();
  }
}
