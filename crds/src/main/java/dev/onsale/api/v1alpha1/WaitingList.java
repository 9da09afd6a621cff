package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;

/** Offers of seats that come back. */
@ApiRecord
public record WaitingList(
    @Default("false") @JsonPropertyDescription("Whether there is one.") Boolean enabled,
    @Default("10m")
        @Lasts(atLeast = "1m", atMost = "168h")
        @JsonPropertyDescription("How long an offer stands.")
        String offerTimeout) {
  static final WaitingList DEFAULT = new WaitingList(false, "10m");

  public WaitingList {
    enabled = Objects.requireNonNullElse(enabled, false);
    offerTimeout = Objects.requireNonNullElse(offerTimeout, "10m");
  }
}
