package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.Objects;

/** Names a TicketPlatform of the cluster. */
@ApiRecord
public record PlatformRef(
    @Default("main")
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Name of a TicketPlatform.")
        String name) {
  static final PlatformRef DEFAULT = new PlatformRef("main");

  public PlatformRef {
    name = Objects.requireNonNullElse(name, "main");
  }
}
