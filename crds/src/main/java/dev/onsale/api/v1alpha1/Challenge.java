package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;

/** A test for robots before joining. */
@ApiRecord
public record Challenge(
    @Default("None") @JsonPropertyDescription("Who sets the test.") Provider provider) {
  static final Challenge DEFAULT = new Challenge(Provider.None);

  public Challenge {
    provider = Objects.requireNonNullElse(provider, Provider.None);
  }

  /** Who sets the test. */
  public enum Provider {
    None,
    Unsupported;

    @JsonCreator
    static Provider of(String name) {
      return Given.name(values(), name, Unsupported);
    }
  }
}
