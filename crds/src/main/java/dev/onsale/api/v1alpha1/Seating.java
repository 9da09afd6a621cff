package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What there is to sell: exactly one of sections and mapRef. */
@ApiRecord
@ValidationRule(
    value = "has(self.sections) != has(self.mapRef)",
    message = "seating needs exactly one of sections and mapRef; give one and remove the other")
@ValidationRule(
    value =
        "!has(self.sections) || self.sections.map(s, has(s.capacity) ? s.capacity : has(s.rows) ? s.rows.map(r, r.seats).sum() : 0).sum() <= 50000",
    message =
        "sections have more than 50000 places; an event holds at most 50000, so split it into several events",
    fieldPath = ".sections")
public record Seating(
    @KeyedBy("name")
        @Size(min = 1, max = 200)
        @JsonPropertyDescription("The house, section by section.")
        List<Section> sections,
    @JsonPropertyDescription("A ConfigMap that holds the sections, for big venues.")
        @Nullable MapRef mapRef,
    @KeyedBy("name") @Size(max = 50) @JsonPropertyDescription("Groups of seats kept for somebody.")
        List<Allotment> allotments) {
  public Seating {
    sections = Given.list(sections);
    allotments = Given.list(allotments);
  }

  /** A key of a ConfigMap in the event's namespace, YAML or JSON: {@code {sections: [...]}}. */
  @ApiRecord
  public record MapRef(
      @Required
          @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
          @Size(min = 1, max = 253)
          @JsonPropertyDescription("ConfigMap in the event's namespace.")
          String name,
      @Required
          @Pattern("^[-._a-zA-Z0-9]+$")
          @Size(min = 1, max = 253)
          @JsonPropertyDescription("Key whose value is YAML or JSON: {sections: [...]}.")
          String key) {}

  /**
   * @param releaseAt RFC 3339; from then on the seats are for everybody
   */
  @ApiRecord
  public record Allotment(
      @Required
          @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
          @Size(min = 1, max = 32)
          @JsonPropertyDescription("Name that rows refer to.")
          String name,
      @Required @Size(min = 1, max = 64) @JsonPropertyDescription("Role that may buy these seats.")
          String role,
      @Moment @JsonPropertyDescription("When the unsold ones go on general sale; absent: never.")
          @Nullable String releaseAt) {

    public @Nullable Instant releaseInstant() {
      return ApiTimes.instantOrNull(releaseAt);
    }
  }
}
