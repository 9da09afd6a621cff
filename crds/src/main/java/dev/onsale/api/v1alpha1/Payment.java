package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.Objects;

/** Paying for an order. */
@ApiRecord
public record Payment(
    @Default("5m")
        @Lasts(atLeast = "30s", atMost = "24h")
        @JsonPropertyDescription("From an order's creation to its expiry.")
        String timeout,
    @Default("50")
        @Min(1)
        @Max(100000)
        @JsonPropertyDescription("This event's share of the provider's payments a second.")
        Integer maxPerSecond) {
  static final Payment DEFAULT = new Payment("5m", 50);

  public Payment {
    timeout = Objects.requireNonNullElse(timeout, "5m");
    maxPerSecond = Objects.requireNonNullElse(maxPerSecond, 50);
  }
}
