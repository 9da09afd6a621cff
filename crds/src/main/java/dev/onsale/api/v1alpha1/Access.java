package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Roles of people who work for the event. */
@ApiRecord
public record Access(
    @Size(max = 16)
        @JsonPropertyDescription("Roles that may read reports, pause and refund.")
        @Distinct
        List<@Size(min = 1, max = 64) String> organisers,
    @Size(max = 16) @JsonPropertyDescription("Roles that may check tickets in.") @Distinct
        List<@Size(min = 1, max = 64) String> scanners) {
  static final Access NOBODY = new Access(List.of(), List.of());

  public Access {
    organisers = Given.list(organisers);
    scanners = Given.list(scanners);
  }
}
