package dev.onsale.operator.network;

import static dev.onsale.operator.network.Arrow.Direction.IN;
import static dev.onsale.operator.network.Arrow.Direction.OUT;

import dev.onsale.api.v1alpha1.Buyers;
import dev.onsale.api.v1alpha1.Delivery;
import dev.onsale.api.v1alpha1.Network;
import dev.onsale.api.v1alpha1.PaymentProvider;
import dev.onsale.api.v1alpha1.Queue;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.network.Arrow.Allowed;
import dev.onsale.operator.network.Arrow.Port;
import dev.onsale.runtime.Role;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Every connection that an event's pods may take part in; all others are denied. */
public final class Matrix {

  /** Buyers' requests arrive here. */
  public static final int HTTP = 8080;

  /** Probes and metrics. */
  public static final int MANAGEMENT = 8081;

  private static final int HTTPS = 443;
  private static final List<Port> DNS = List.of(new Port(53, "UDP"), Port.tcp(53));
  private static final Set<Role> ALL = EnumSet.allOf(Role.class);
  private static final Set<Role> SERVING = EnumSet.of(Role.Queue, Role.Booking);
  private static final Set<Role> PAYING = EnumSet.of(Role.Booking, Role.Worker);
  private static final Set<Role> WORKING = EnumSet.of(Role.Worker);

  public static final List<Arrow<Neighbours>> ARROWS =
      List.of(
          new Arrow<>(
              "buyers",
              IN,
              SERVING,
              false,
              "`ingressFrom`: the ingress controller or gateway",
              "8080, where `ports` are named only if they name it",
              "always",
              n -> from(n.platform().network(), HTTP, true)),
          new Arrow<>(
              "payment webhooks",
              IN,
              EnumSet.of(Role.Booking),
              false,
              "the platform's pods that route webhooks, in the operator's namespace",
              "8080",
              "`payment.webhookReplicas` is not 0",
              Matrix::webhooks),
          new Arrow<>(
              "scrape",
              IN,
              ALL,
              false,
              "`ingressFrom` with `ports: [8081]`: Prometheus",
              "8081",
              "where a peer names the port",
              n -> from(n.platform().network(), MANAGEMENT, false)),
          new Arrow<>(
              "rollout analysis",
              IN,
              ALL,
              false,
              "pods `app.kubernetes.io/name: argo-rollouts` of namespace `argo-rollouts`",
              "8081",
              "`delivery.strategy: BlueGreen`",
              n ->
                  n.platform().delivery().strategy() == Delivery.Strategy.BlueGreen
                      ? List.of(
                          new Allowed(
                              List.of(
                                  pods("argo-rollouts", "app.kubernetes.io/name", "argo-rollouts")),
                              List.of(Port.tcp(MANAGEMENT))))
                      : List.of()),
          new Arrow<>(
              "probes",
              IN,
              ALL,
              false,
              "kubelet of the pod's own node",
              "8081",
              "always: Kubernetes lets a pod's own node in without a rule",
              n -> List.of()),
          new Arrow<>(
              "name service",
              OUT,
              ALL,
              true,
              "`egressTo.dns`, else pods `k8s-app: kube-dns` of `kube-system`",
              "53 UDP and TCP",
              "always",
              n -> dns(n.platform().network().egressTo().dns())),
          new Arrow<>(
              "node-local name service",
              OUT,
              ALL,
              true,
              "169.254.20.10",
              "53 UDP and TCP",
              "always",
              n -> nodeLocalDns()),
          new Arrow<>(
              "PostgreSQL",
              OUT,
              ALL,
              true,
              "`egressTo.postgres`",
              "`postgres.port`, or the peer's `ports`",
              "always",
              n -> to(n.platform().network().egressTo().postgres(), n.postgresPorts())),
          new Arrow<>(
              "Redis",
              OUT,
              ALL,
              false,
              "`egressTo.redis`",
              "those of `redis.endpoints`, or the peer's `ports`",
              "always",
              n -> to(n.platform().network().egressTo().redis(), n.redisPorts())),
          new Arrow<>(
              "Kafka",
              OUT,
              WORKING,
              true,
              "`egressTo.kafka`",
              "those of `kafka.bootstrapServers`, or the peer's `ports`",
              "always",
              n -> to(n.platform().network().egressTo().kafka(), n.kafkaPorts())),
          new Arrow<>(
              "identity provider",
              OUT,
              SERVING,
              false,
              "`egressTo.identity`, else the internet",
              "that of `identityProvider.issuer`, or the peer's `ports`",
              "`buyers.identity: Required`",
              Matrix::identity),
          new Arrow<>(
              "payment provider",
              OUT,
              PAYING,
              true,
              "`egressTo.payment`, else the internet",
              "443, or the peer's `ports`",
              "`payment.provider: Stripe`",
              n ->
                  n.platform().payment().provider() == PaymentProvider.Kind.Stripe
                      ? outside(n.platform().network().egressTo().payment(), HTTPS)
                      : List.of()),
          new Arrow<>(
              "beacon",
              OUT,
              WORKING,
              false,
              "`egressTo.beacon`, else the internet",
              "443, or the peer's `ports`",
              "`queue.beacon.source: Drand`",
              n ->
                  n.event().queue().beacon().source() == Queue.Beacon.Source.Drand
                      ? outside(n.platform().network().egressTo().beacon(), HTTPS)
                      : List.of()),
          new Arrow<>(
              "telemetry",
              OUT,
              ALL,
              false,
              "`egressTo.telemetry`",
              "that of `observability.otlpEndpoint`, or the peer's `ports`",
              "`observability.otlpEndpoint` is set",
              Matrix::telemetry));

  private Matrix() {}

  private static List<Allowed> webhooks(Neighbours neighbours) {
    return neighbours.platform().payment().webhookPods() == 0
        ? List.of()
        : List.of(
            new Allowed(
                List.of(
                    pods(
                        neighbours.operatorNamespace(),
                        EventLabels.PLATFORM,
                        neighbours.event().platformRef().name())),
                List.of(Port.tcp(HTTP))));
  }

  static List<Allowed> from(Network network, int port, boolean unlessPortsAreNamed) {
    List<NetworkPolicyPeer> peers =
        network.ingressFrom().stream()
            .filter(
                peer -> peer.ports().isEmpty() ? unlessPortsAreNamed : peer.ports().contains(port))
            .flatMap(Matrix::peers)
            .toList();
    return peers.isEmpty() ? List.of() : List.of(new Allowed(peers, List.of(Port.tcp(port))));
  }

  static List<Allowed> dns(List<Network.Peer> named) {
    return named.isEmpty()
        ? List.of(new Allowed(List.of(pods("kube-system", "k8s-app", "kube-dns")), DNS))
        : named.stream()
            .map(
                peer ->
                    new Allowed(
                        peers(peer).toList(),
                        peer.ports().isEmpty()
                            ? DNS
                            : peer.ports().stream()
                                .flatMap(port -> Stream.of(new Port(port, "UDP"), Port.tcp(port)))
                                .toList()))
            .toList();
  }

  static List<Allowed> nodeLocalDns() {
    return List.of(new Allowed(addresses("169.254.20.10/32").toList(), DNS));
  }

  private static List<Allowed> identity(Neighbours neighbours) {
    var provider = neighbours.platform().identityProvider();
    return provider == null || neighbours.event().buyers().identity() != Buyers.Identity.Required
        ? List.of()
        : outside(
            neighbours.platform().network().egressTo().identity(),
            Neighbours.port(provider.issuer()));
  }

  private static List<Allowed> telemetry(Neighbours neighbours) {
    String endpoint = neighbours.platform().observability().otlpEndpoint();
    return endpoint == null
        ? List.of()
        : to(
            neighbours.platform().network().egressTo().telemetry(),
            List.of(Neighbours.port(endpoint)));
  }

  /** To those named, and where nobody is, to the internet. */
  private static List<Allowed> outside(List<Network.Peer> named, int port) {
    return named.isEmpty()
        ? List.of(new Allowed(Internet.everywhere(), List.of(Port.tcp(port))))
        : to(named, List.of(port));
  }

  private static List<Allowed> to(List<Network.Peer> named, List<Integer> ports) {
    return named.stream()
        .map(
            peer ->
                new Allowed(
                    peers(peer).toList(),
                    (peer.ports().isEmpty() ? ports : peer.ports())
                        .stream().map(Port::tcp).toList()))
        .filter(allowed -> !allowed.peers().isEmpty())
        .toList();
  }

  private static Stream<NetworkPolicyPeer> peers(Network.Peer peer) {
    var namespaces = peer.namespaceSelector();
    var pods = peer.podSelector();
    if (namespaces == null && pods == null) {
      return addresses(peer.cidrs().toArray(String[]::new));
    }
    return Stream.of(
        new NetworkPolicyPeerBuilder()
            .withNamespaceSelector(namespaces == null ? null : namespaces.toLabelSelector())
            .withPodSelector(pods == null ? null : pods.toLabelSelector())
            .build());
  }

  private static Stream<NetworkPolicyPeer> addresses(String... cidrs) {
    return Stream.of(cidrs).map(Internet::named).flatMap(Optional::stream);
  }

  private static NetworkPolicyPeer pods(String namespace, String label, String value) {
    return new NetworkPolicyPeerBuilder()
        .withNewNamespaceSelector()
        .addToMatchLabels("kubernetes.io/metadata.name", namespace)
        .endNamespaceSelector()
        .withNewPodSelector()
        .addToMatchLabels(label, value)
        .endPodSelector()
        .build();
  }
}
