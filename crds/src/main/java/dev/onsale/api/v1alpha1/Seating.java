package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What there is to sell: exactly one of sections and mapRef. */
@ApiRecord
public record Seating(
    @Size(max = 200) @JsonPropertyDescription("The house, section by section.")
        List<Section> sections,
    @JsonPropertyDescription("A ConfigMap that holds the sections, for big venues.")
        @Nullable MapRef mapRef,
    @Size(max = 50) @JsonPropertyDescription("Groups of seats kept for somebody.")
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
      @Pattern(ApiTimes.TIME)
          @Size(max = 40)
          @JsonPropertyDescription("When the unsold ones go on general sale; absent: never.")
          @Nullable String releaseAt) {

    public @Nullable Instant releaseInstant() {
      return ApiTimes.instantOrNull(releaseAt);
    }
  }
}
