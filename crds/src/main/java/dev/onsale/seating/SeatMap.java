package dev.onsale.seating;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.onsale.api.v1alpha1.Section;
import java.util.List;

/**
 * The seat map as the event declared it: file {@code seats.json}, and the content of a ConfigMap
 * named by {@code seating.mapRef}. {@link #plan()} gives every seat its number.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SeatMap(List<Section> sections) {
  public SeatMap {
    sections = sections == null ? List.of() : List.copyOf(sections);
  }

  /** Seats and standing places, blocked ones included. */
  public int places() {
    return sections.stream().mapToInt(Section::places).sum();
  }

  /** SHA-256 over a canonical form, 64 hex digits. The same for YAML, JSON and any field order. */
  public String digest() {
    return SeatMapDigest.of(this);
  }

  /** Every seat with its index; costs memory in proportion to the seats, so keep it. */
  public SeatPlan plan() {
    return SeatPlan.of(this);
  }
}
