package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;

/** Who may buy. */
@ApiRecord
public record Buyers(
    @Default("Required")
        @JsonPropertyDescription(
            "Required: buyers log in at the platform's provider; Anonymous: a device cookie counts,"
                + " only with queue.mode Fifo.")
        Identity identity) {
  static final Buyers DEFAULT = new Buyers(Identity.Required);

  public Buyers {
    identity = Objects.requireNonNullElse(identity, Identity.Required);
  }

  /** Whether buyers log in. */
  public enum Identity {
    Required,
    Anonymous,
    Unsupported;

    @JsonCreator
    static Identity of(String name) {
      return Given.name(values(), name, Unsupported);
    }
  }
}
