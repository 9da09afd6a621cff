package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;

/** Giving tickets back. */
@ApiRecord
public record Refunds(
    @Default("48h")
        @Lasts(atLeast = "0s", atMost = "8760h")
        @JsonPropertyDescription("Buyers may cancel until so long before startsAt.")
        String buyerUntil) {
  static final Refunds DEFAULT = new Refunds("48h");

  public Refunds {
    buyerUntil = Objects.requireNonNullElse(buyerUntil, "48h");
  }
}
