package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Computing resources of one container, with the words of Kubernetes. */
@ApiRecord
public record Resources(
    @Size(max = 16)
        @JsonPropertyDescription("What a pod is promised, such as cpu: 500m and memory: 512Mi.")
        Map<String, Quantity> requests,
    @Size(max = 16) @JsonPropertyDescription("What a pod may use at most, such as memory: 1Gi.")
        Map<String, Quantity> limits) {
  static final Resources NONE = new Resources(Map.of(), Map.of());

  public Resources {
    requests = requests == null ? Map.of() : Map.copyOf(requests);
    limits = limits == null ? Map.of() : Map.copyOf(limits);
  }
}
