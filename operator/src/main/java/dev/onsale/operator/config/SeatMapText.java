package dev.onsale.operator.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.onsale.seating.SeatMap;

/** Seat maps as text of a ConfigMap. */
public final class SeatMapText {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private SeatMapText() {}

  /**
   * Reads YAML or JSON. Nothing but the syntax is checked.
   *
   * @throws IllegalArgumentException saying where the text is no seat map
   */
  public static SeatMap parse(String text) {
    try {
      SeatMap map = YAML.readValue(text, SeatMap.class);
      if (map == null) {
        throw new IllegalArgumentException("it is empty; write sections");
      }
      return map;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new IllegalArgumentException("line %d: %s".formatted(line, e.getOriginalMessage()), e);
    }
  }
}
