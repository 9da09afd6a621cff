package dev.onsale.operator.network;

import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.operator.network.Arrow.Allowed;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The router's matrix as a NetworkPolicy: what is in no row is denied to its pods. */
public final class RouterPolicy {

  private RouterPolicy() {}

  /**
   * None where the platform names no neighbours.
   *
   * @param pods labels of the router's pods
   */
  public static Optional<NetworkPolicy> of(
      ObjectMeta metadata, Map<String, String> pods, TicketPlatformSpec platform) {
    return Neighbours.named(platform.network())
        ? Optional.of(
            new NetworkPolicyBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(pods)
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .withIngress(Rules.ingress(allowed(Arrow.Direction.IN, platform)))
                .withEgress(Rules.egress(allowed(Arrow.Direction.OUT, platform)))
                .endSpec()
                .build())
        : Optional.empty();
  }

  private static Stream<Allowed> allowed(Arrow.Direction direction, TicketPlatformSpec platform) {
    return RouterMatrix.ARROWS.stream()
        .filter(arrow -> arrow.direction() == direction)
        .flatMap(arrow -> arrow.drawn().apply(platform).stream());
  }
}
