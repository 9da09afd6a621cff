package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.Objects;

/** Seats reserved while somebody buys. */
@ApiRecord
public record Holds(
    @Default("7m")
        @Lasts(atLeast = "30s", atMost = "24h")
        @JsonPropertyDescription("How long seats are held; at most the session's.")
        String timeout,
    @Default("4")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription("Tickets of this event a buyer may own.")
        Integer maxTicketsPerBuyer,
    @Default("false") @JsonPropertyDescription("Whether a choice may leave one seat alone.")
        Boolean allowSingleSeatGaps) {
  static final Holds DEFAULT = new Holds("7m", 4, false);

  public Holds {
    timeout = Objects.requireNonNullElse(timeout, "7m");
    maxTicketsPerBuyer = Objects.requireNonNullElse(maxTicketsPerBuyer, 4);
    allowSingleSeatGaps = Objects.requireNonNullElse(allowSingleSeatGaps, false);
  }
}
