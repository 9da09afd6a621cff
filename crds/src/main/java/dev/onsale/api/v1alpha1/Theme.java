package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** How the pages look. */
@ApiRecord
public record Theme(
    @Pattern("^#[0-9a-fA-F]{6}$") @JsonPropertyDescription("Leading colour, such as #3355aa.")
        @Nullable String color,
    @Pattern("^https://.+$") @Size(max = 512) @JsonPropertyDescription("URL of an image.")
        @Nullable String logo,
    @Size(max = 500) @JsonPropertyDescription("A line for everybody who waits.")
        @Nullable String message) {
  static final Theme DEFAULT = new Theme(null, null, null);
}
