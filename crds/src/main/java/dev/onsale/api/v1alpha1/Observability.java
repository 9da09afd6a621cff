package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Where measurements go. */
@ApiRecord
public record Observability(
    @Pattern("^https?://.+$")
        @Size(max = 512)
        @JsonPropertyDescription("Prometheus that holds the events' metrics; KEDA asks it.")
        @Nullable String prometheusURL,
    @Pattern("^https?://.+$")
        @Size(max = 512)
        @JsonPropertyDescription("OTLP collector for traces.")
        @Nullable String otlpEndpoint) {
  static final Observability DEFAULT = new Observability(null, null);
}
