package dev.onsale.testbed.draw;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a buyer was told when they registered.
 *
 * @param identity what the number is made of
 * @param commitment SHA-256 of the secret, hex, as it stood then
 */
public record Receipt(String identity, String commitment) {

  /**
   * Reads the answer to {@code POST /queue/places}.
   *
   * @throws UnreadableEvidence if it is none of a registration
   */
  public static Receipt from(JsonNode answer) {
    String identity = answer.path("identity").asText();
    String commitment = answer.path("commitment").asText();
    if (identity.isEmpty() || commitment.isEmpty()) {
      throw new UnreadableEvidence(
          "the receipt has no identity and commitment; give the answer of a registration");
    }
    return new Receipt(identity, commitment);
  }
}
