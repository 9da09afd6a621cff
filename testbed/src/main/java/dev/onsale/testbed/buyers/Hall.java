package dev.onsale.testbed.buyers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The static seat map as buyers see it.
 *
 * @param seats numbered seats in the order of the availability's states
 * @param standing names of the sections without numbered seats
 */
public record Hall(List<Seat> seats, List<String> standing) {

  /**
   * @param row name of the row within its section
   */
  public record Seat(String id, String section, String row) {
    boolean isInTheRowOf(Seat other) {
      return section.equals(other.section) && row.equals(other.row);
    }
  }

  public Hall {
    seats = List.copyOf(seats);
    standing = List.copyOf(standing);
  }

  /** Reads {@code GET /seats}. */
  public static Hall from(JsonNode document) {
    List<Seat> seats = new ArrayList<>();
    List<String> standing = new ArrayList<>();
    for (JsonNode section : document.path("sections")) {
      String name = section.path("name").asText();
      if (section.path("rows").isEmpty()) {
        standing.add(name);
      }
      for (JsonNode row : section.path("rows")) {
        for (JsonNode seat : row.path("seats")) {
          String id = seat.isTextual() ? seat.asText() : seat.path("id").asText();
          seats.add(new Seat(id, name, row.path("name").asText()));
        }
      }
    }
    if (seats.isEmpty() && standing.isEmpty()) {
      throw new ContractBroken("GET /seats has no sections: " + document);
    }
    return new Hall(seats, standing);
  }
}
