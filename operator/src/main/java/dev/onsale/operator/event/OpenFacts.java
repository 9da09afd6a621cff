package dev.onsale.operator.event;

import java.time.Instant;
import java.util.Map;

/**
 * What only the opening of a sale asks for.
 *
 * @param pods of each component, by name of the Deployment
 */
record OpenFacts(Map<String, Pods> pods, Certificate certificate) {

  /**
   * @param available that are ready
   * @param floor that the opening needs
   */
  record Pods(int available, int floor) {}

  /** The certificate of the address that buyers go to. */
  sealed interface Certificate {

    /** The platform names none. */
    record None() implements Certificate {}

    /**
     * @param problem names Secret and fix
     */
    record Unusable(String problem) implements Certificate {}

    record Until(String secret, Instant end) implements Certificate {}
  }

  static final OpenFacts NOT_ASKED = new OpenFacts(Map.of(), new Certificate.None());

  OpenFacts {
    pods = Map.copyOf(pods);
  }
}
