package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Which namespaces may use a platform. */
@ApiRecord
public record EventNamespaces(
    @JsonPropertyDescription(
            "Labels of namespaces whose events may use this platform. Absent or empty allows none; to"
                + " allow all, ask that label kubernetes.io/metadata.name Exists.")
        @Nullable Selector selector) {
  static final EventNamespaces NONE = new EventNamespaces(null);
}
