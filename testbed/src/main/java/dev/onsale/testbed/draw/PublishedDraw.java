package dev.onsale.testbed.draw;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The draw as the event's public document tells it; what is not published yet is empty.
 *
 * @param source {@code None} or {@code Drand}
 * @param round 0 without a beacon
 */
record PublishedDraw(
    String commitment,
    String secret,
    String seed,
    String source,
    String chain,
    long round,
    String randomness,
    String signature,
    String previousSignature) {

  static PublishedDraw from(JsonNode event) {
    JsonNode draw = event.path("draw");
    if (!draw.isObject()) {
      throw new UnreadableEvidence(
          "the event's document has no draw; its queue mode is "
              + event.path("mode").asText("none"));
    }
    JsonNode beacon = draw.path("beacon");
    return new PublishedDraw(
        draw.path("commitment").asText(),
        draw.path("secret").asText(),
        draw.path("seed").asText(),
        beacon.path("source").asText(),
        beacon.path("chain").asText(),
        beacon.path("round").asLong(),
        beacon.path("randomness").asText(),
        beacon.path("signature").asText(),
        beacon.path("previousSignature").asText());
  }

  boolean drawn() {
    return !seed.isEmpty();
  }
}
