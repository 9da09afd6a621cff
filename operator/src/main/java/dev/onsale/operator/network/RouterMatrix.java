package dev.onsale.operator.network;

import static dev.onsale.operator.network.Arrow.Direction.IN;
import static dev.onsale.operator.network.Arrow.Direction.OUT;

import dev.onsale.api.v1alpha1.Selector;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.network.Arrow.Allowed;
import dev.onsale.operator.network.Arrow.Port;
import dev.onsale.runtime.Role;
import dev.onsale.scaling.Component;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every connection that the pods which route a platform's webhooks may take part in. They reach
 * neither stores nor the internet.
 */
public final class RouterMatrix {

  private static final Set<Role> NO_EVENT = Set.of();

  public static final List<Arrow<TicketPlatformSpec>> ARROWS =
      List.of(
          new Arrow<>(
              "payment provider's webhooks",
              IN,
              NO_EVENT,
              false,
              "`ingressFrom`: the ingress controller or gateway",
              "8080, where `ports` are named only if they name it",
              "always",
              platform -> Matrix.from(platform.network(), Matrix.HTTP, true)),
          new Arrow<>(
              "scrape",
              IN,
              NO_EVENT,
              false,
              "`ingressFrom` with `ports: [8081]`: Prometheus",
              "8081",
              "where a peer names the port",
              platform -> Matrix.from(platform.network(), Matrix.MANAGEMENT, false)),
          new Arrow<>(
              "probes",
              IN,
              NO_EVENT,
              false,
              "kubelet of the pod's own node",
              "8081",
              "always: Kubernetes lets a pod's own node in without a rule",
              platform -> List.of()),
          new Arrow<>(
              "name service",
              OUT,
              NO_EVENT,
              false,
              "`egressTo.dns`, else pods `k8s-app: kube-dns` of `kube-system`",
              "53 UDP and TCP",
              "always",
              platform -> Matrix.dns(platform.network().egressTo().dns())),
          new Arrow<>(
              "node-local name service",
              OUT,
              NO_EVENT,
              false,
              "169.254.20.10",
              "53 UDP and TCP",
              "always",
              platform -> Matrix.nodeLocalDns()),
          new Arrow<>(
              "events",
              OUT,
              NO_EVENT,
              false,
              "events' pods of role booking, in namespaces of `eventNamespaces`",
              "8080",
              "where `eventNamespaces` allows some",
              RouterMatrix::events));

  private RouterMatrix() {}

  private static List<Allowed> events(TicketPlatformSpec platform) {
    Selector namespaces = platform.eventNamespaces().selector();
    return namespaces == null || namespaces.empty()
        ? List.of()
        : List.of(
            new Allowed(
                Stream.of(Component.values())
                    .filter(component -> component.roles().contains(Role.Booking))
                    .map(component -> pods(namespaces, component))
                    .toList(),
                List.of(Port.tcp(Matrix.HTTP))));
  }

  private static NetworkPolicyPeer pods(Selector namespaces, Component component) {
    return new NetworkPolicyPeerBuilder()
        .withNamespaceSelector(namespaces.toLabelSelector())
        .withNewPodSelector()
        .addToMatchLabels(EventLabels.NAME, EventLabels.RUNTIME)
        .addToMatchLabels(EventLabels.COMPONENT, component.word())
        .endPodSelector()
        .build();
  }
}
