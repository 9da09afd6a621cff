package dev.onsale.operator.event.plan;

/**
 * A checked seat map.
 *
 * @param json {@code seats.json}
 * @param digest SHA-256 of its canonical form, hex
 * @param source {@code spec.seating.sections}, or name and key of a ConfigMap
 */
public record SeatMapInUse(String json, String digest, int places, String source) {

  private static final int DIGEST_IN_NAME = 10;

  /** Name of the immutable ConfigMap that holds it. */
  public String configMapName(String event) {
    return event + "-seats-" + digest.substring(0, DIGEST_IN_NAME);
  }
}
