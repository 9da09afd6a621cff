package dev.onsale.operator.optional;

import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;

/** One look at what the API server serves. */
@FunctionalInterface
interface ApiLook {

  /**
   * Whether the kind is served.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server did not say
   */
  boolean serves(OptionalKind kind);

  /** Asks the kind's group and version; only a 404 means that it is not there. */
  static ApiLook at(KubernetesClient client) {
    return kind -> {
      APIResourceList served = client.getApiResources(kind.apiVersion());
      return served != null
          && served.getResources().stream()
              .anyMatch(resource -> kind.plural().equals(resource.getName()));
    };
  }
}
