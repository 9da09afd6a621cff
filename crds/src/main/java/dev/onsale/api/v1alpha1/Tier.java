package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A price that sections refer to. */
@ApiRecord
public record Tier(
    @Required
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("Name that sections refer to.")
        String name,
    @Required @JsonPropertyDescription("Price of one ticket.") Price price) {

  /** An amount of money. */
  @ApiRecord
  public record Price(
      @Required
          @Pattern("^[A-Z]{3}$")
          @Size(min = 3, max = 3)
          @JsonPropertyDescription("ISO 4217, the same in all tiers.")
          String currency,
      @Required
          @Min(0)
          @Max(1_000_000_000_000L)
          @JsonPropertyDescription("In minor units: 1999 is 19.99 EUR, and 1999 KRW.")
          Long amount) {}
}
