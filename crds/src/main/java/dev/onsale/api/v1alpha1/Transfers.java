package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;

/** Handing tickets on. */
@ApiRecord
public record Transfers(
    @Default("false") @JsonPropertyDescription("Whether buyers may hand tickets on.")
        Boolean allowed) {
  static final Transfers DEFAULT = new Transfers(false);

  public Transfers {
    allowed = Objects.requireNonNullElse(allowed, false);
  }
}
