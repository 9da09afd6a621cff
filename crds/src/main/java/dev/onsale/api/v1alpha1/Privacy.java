package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;

/** When personal data is erased. */
@ApiRecord
public record Privacy(
    @Default("2160h")
        @Lasts(atLeast = "1h", atMost = "87600h")
        @JsonPropertyDescription("So long after startsAt e-mail addresses are erased.")
        String retention) {
  static final Privacy DEFAULT = new Privacy("2160h");

  public Privacy {
    retention = Objects.requireNonNullElse(retention, "2160h");
  }
}
