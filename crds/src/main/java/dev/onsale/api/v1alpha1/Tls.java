package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Encryption of connections to a store. */
@ApiRecord
public record Tls(
    @Default("Disabled")
        @JsonPropertyDescription(
            "Disabled; Required encrypts; Verified also checks the server's certificate and name.")
        Mode mode,
    @JsonPropertyDescription("Secret with key ca.crt; without one the system's authorities count.")
        @Nullable SecretRef caSecretRef) {
  static final Tls DISABLED = new Tls(Mode.Disabled, null);

  public Tls {
    mode = Objects.requireNonNullElse(mode, Mode.Disabled);
  }

  /** How far a server is trusted. */
  public enum Mode {
    Disabled,
    Required,
    Verified,
    Unsupported;

    @JsonCreator
    static Mode of(String name) {
      return Given.name(values(), name, Unsupported);
    }
  }
}
