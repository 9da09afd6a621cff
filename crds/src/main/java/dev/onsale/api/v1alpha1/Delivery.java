package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;

/** How new versions of a runtime roll out. */
@ApiRecord
public record Delivery(
    @Default("RollingUpdate")
        @JsonPropertyDescription("RollingUpdate replaces pod by pod; BlueGreen switches at once.")
        Strategy strategy,
    @Default("4h")
        @Lasts(atLeast = "0s", atMost = "48h")
        @JsonPropertyDescription(
            "Pods are not rolled from pre-scale until so long after an opening.")
        String freezeFor) {
  static final Delivery DEFAULT = new Delivery(Strategy.RollingUpdate, "4h");

  public Delivery {
    strategy = Objects.requireNonNullElse(strategy, Strategy.RollingUpdate);
    freezeFor = Objects.requireNonNullElse(freezeFor, "4h");
  }

  /** Roll-out strategy. */
  public enum Strategy {
    RollingUpdate,
    BlueGreen,
    Unsupported;

    @JsonCreator
    static Strategy of(String name) {
      return Given.name(values(), name, Unsupported);
    }
  }
}
