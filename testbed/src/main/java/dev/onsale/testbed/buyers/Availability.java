package dev.onsale.testbed.buyers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which seats were free a moment ago.
 *
 * @param states two bits a seat in the hall's order, highest bits of a byte first; 0 is free
 * @param standingFree free places by standing section
 */
public record Availability(byte[] states, Map<String, Integer> standingFree) {

  /** Reads {@code GET /seats/availability}. */
  public static Availability from(JsonNode document, int seats) {
    byte[] states = Base64.getDecoder().decode(document.path("states").asText(""));
    if (states.length * 4 < seats) {
      throw new ContractBroken(
          "availability has %d bytes of states for %d seats".formatted(states.length, seats));
    }
    Map<String, Integer> standing = new LinkedHashMap<>();
    document
        .path("standing")
        .properties()
        .forEach(
            section ->
                standing.put(
                    section.getKey(),
                    section.getValue().path("free").asInt(section.getValue().asInt())));
    return new Availability(states, standing);
  }

  /**
   * Free seats and standing places together.
   *
   * @param seats numbered seats of the hall
   */
  public int free(int seats) {
    int numbered = (int) IntStream.range(0, seats).filter(this::isFree).count();
    return numbered + standingFree.values().stream().mapToInt(Integer::intValue).sum();
  }

  public boolean isFree(int seat) {
    return ((states[seat / 4] >> (6 - 2 * (seat % 4))) & 3) == 0;
  }
}
