package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.Objects;

/** Requests a minute and identity. */
@ApiRecord
public record Limits(
    @Default("20") @Min(1) @Max(100000) @JsonPropertyDescription("Logins.") Integer authPerMinute,
    @Default("60") @Min(1) @Max(100000) @JsonPropertyDescription("Calls of the waiting room.")
        Integer queuePerMinute,
    @Default("10") @Min(1) @Max(100000) @JsonPropertyDescription("Holds and orders.")
        Integer bookingPerMinute,
    @Default("100") @Min(1) @Max(100000) @JsonPropertyDescription("Everything else.")
        Integer generalPerMinute) {
  static final Limits DEFAULT = new Limits(20, 60, 10, 100);

  public Limits {
    authPerMinute = Objects.requireNonNullElse(authPerMinute, 20);
    queuePerMinute = Objects.requireNonNullElse(queuePerMinute, 60);
    bookingPerMinute = Objects.requireNonNullElse(bookingPerMinute, 10);
    generalPerMinute = Objects.requireNonNullElse(generalPerMinute, 100);
  }
}
