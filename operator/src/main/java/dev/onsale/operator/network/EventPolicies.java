package dev.onsale.operator.network;

import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.network.Arrow.Allowed;
import dev.onsale.scaling.Component;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The matrix as NetworkPolicies: one that denies the event's pods everything, and one a component
 * that lets through what its roles need. They select the event's own pods only.
 */
public final class EventPolicies {

  private EventPolicies() {}

  /** None where the platform names no neighbours. */
  public static List<NetworkPolicy> of(
      EventIdentity event, Collection<Component> components, Neighbours neighbours) {
    if (!Neighbours.named(neighbours.platform().network())) {
      return List.of();
    }
    List<NetworkPolicy> policies = new ArrayList<>();
    policies.add(denial(event));
    components.forEach(component -> policies.add(policy(event, component, neighbours)));
    return List.copyOf(policies);
  }

  /**
   * What the Job may do that settles what a deleted event left open; everything else is denied.
   * None where the platform names no neighbours.
   *
   * @param metadata of the policy
   * @param pods labels of the Job's pods
   * @param namespace of the event: a peer that names pods only means pods there
   */
  public static Optional<NetworkPolicy> settling(
      ObjectMeta metadata, Map<String, String> pods, String namespace, Neighbours neighbours) {
    if (!Neighbours.named(neighbours.platform().network())) {
      return Optional.empty();
    }
    Stream<Allowed> allowed =
        Matrix.ARROWS.stream()
            .filter(Arrow::settles)
            .flatMap(arrow -> arrow.drawn().apply(neighbours).stream());
    return Optional.of(
        new NetworkPolicyBuilder()
            .withMetadata(metadata)
            .withNewSpec()
            .withNewPodSelector()
            .withMatchLabels(pods)
            .endPodSelector()
            .withPolicyTypes("Ingress", "Egress")
            .withEgress(Rules.egress(allowed.map(to -> to.within(namespace))))
            .endSpec()
            .build());
  }

  private static NetworkPolicy denial(EventIdentity event) {
    return new NetworkPolicyBuilder()
        .withMetadata(
            EventLabels.metadata(event.namespace(), event.name(), event.name() + "-default-deny"))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(pods(event))
        .endPodSelector()
        .withPolicyTypes("Ingress", "Egress")
        .endSpec()
        .build();
  }

  private static NetworkPolicy policy(
      EventIdentity event, Component component, Neighbours neighbours) {
    return new NetworkPolicyBuilder()
        .withMetadata(
            EventLabels.metadata(
                event.namespace(), event.name(), component.objectName(event.name())))
        .editMetadata()
        .withLabels(EventLabels.labels(event.name(), component))
        .endMetadata()
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(pods(event))
        .addToMatchLabels(EventLabels.COMPONENT, component.word())
        .endPodSelector()
        .withPolicyTypes("Ingress", "Egress")
        .withIngress(Rules.ingress(allowed(component, Arrow.Direction.IN, neighbours)))
        .withEgress(Rules.egress(allowed(component, Arrow.Direction.OUT, neighbours)))
        .endSpec()
        .build();
  }

  private static Stream<Allowed> allowed(
      Component component, Arrow.Direction direction, Neighbours neighbours) {
    return Matrix.ARROWS.stream()
        .filter(arrow -> arrow.direction() == direction)
        .filter(arrow -> !Collections.disjoint(arrow.roles(), component.roles()))
        .flatMap(arrow -> arrow.drawn().apply(neighbours).stream());
  }

  private static Map<String, String> pods(EventIdentity event) {
    return Map.of(EventLabels.EVENT, event.name(), EventLabels.NAME, EventLabels.RUNTIME);
  }
}
