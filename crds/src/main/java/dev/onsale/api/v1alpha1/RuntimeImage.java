package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;

/** The image every event runs, and what its pods ask for. */
@ApiRecord
public record RuntimeImage(
    @Required
        @Size(min = 1, max = 512)
        @JsonPropertyDescription("Image of the booking runtime; pin it by digest.")
        String image,
    @KeyedBy("name")
        @Size(max = 8)
        @JsonPropertyDescription("Secrets to pull it with, in the operator's namespace.")
        List<SecretRef> imagePullSecrets,
    @JsonPropertyDescription("Computing resources by role.") ByRole resources) {
  public RuntimeImage {
    imagePullSecrets = Given.list(imagePullSecrets);
    resources = Objects.requireNonNullElse(resources, ByRole.DEFAULT);
  }

  /** Resources of one container of each role. */
  @ApiRecord
  public record ByRole(
      @JsonPropertyDescription("Pods of topology Single, which do everything.") Resources single,
      @JsonPropertyDescription("Pods of the waiting room.") Resources queue,
      @JsonPropertyDescription("Pods that hold seats and take orders.") Resources booking,
      @JsonPropertyDescription("Pods that admit, expire, pay and relay.") Resources worker) {
    static final ByRole DEFAULT =
        new ByRole(Resources.NONE, Resources.NONE, Resources.NONE, Resources.NONE);

    public ByRole {
      single = Objects.requireNonNullElse(single, Resources.NONE);
      queue = Objects.requireNonNullElse(queue, Resources.NONE);
      booking = Objects.requireNonNullElse(booking, Resources.NONE);
      worker = Objects.requireNonNullElse(worker, Resources.NONE);
    }
  }
}
