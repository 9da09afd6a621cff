package dev.onsale.operator.validation;

import dev.onsale.api.v1alpha1.Network;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.network.AddressRange;
import dev.onsale.operator.network.Internet;
import dev.onsale.operator.network.Matrix;
import dev.onsale.operator.network.Neighbours;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether events could live with the neighbours that a platform names: once it names any, all
 * others are denied, so those that no event can do without must be among them.
 */
public final class NetworkCheck {

  private static final Set<Integer> SERVED = Set.of(Matrix.HTTP, Matrix.MANAGEMENT);

  private NetworkCheck() {}

  public static Optional<Problem> problem(TicketPlatformSpec platform) {
    Network network = platform.network();
    if (!Neighbours.named(network)) {
      return Optional.empty();
    }
    Map<String, List<Network.Peer>> fields = fields(network);
    return Stream.of(missing(fields, platform), unreadable(fields), ports(network.ingressFrom()))
        .flatMap(Optional::stream)
        .findFirst()
        .map(message -> new Problem(Reason.InvalidNetwork, message));
  }

  private static Optional<String> missing(
      Map<String, List<Network.Peer>> fields, TicketPlatformSpec platform) {
    boolean telemetry = platform.observability().otlpEndpoint() != null;
    return fields.entrySet().stream()
        .filter(field -> field.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .filter(
            field ->
                switch (field) {
                  case "ingressFrom", "egressTo.postgres", "egressTo.redis", "egressTo.kafka" ->
                      true;
                  case "egressTo.telemetry" -> telemetry;
                  default -> false;
                })
        .findFirst()
        .map(
            field ->
                "spec.network.%s names nobody, so NetworkPolicies would cut events off there; name its addresses or pods, or leave out spec.network"
                    .formatted(field));
  }

  private static Optional<String> unreadable(Map<String, List<Network.Peer>> fields) {
    return fields.entrySet().stream()
        .flatMap(
            field ->
                field.getValue().stream()
                    .flatMap(peer -> peer.cidrs().stream())
                    .flatMap(cidr -> wrong(field.getKey(), cidr)))
        .findFirst();
  }

  private static Stream<String> wrong(String field, String cidr) {
    try {
      return Internet.isMetadata(AddressRange.of(cidr))
          ? Stream.of(
              "spec.network.%s names %s, where clouds hand out credentials; take it out"
                  .formatted(field, cidr))
          : Stream.empty();
    } catch (IllegalArgumentException e) {
      return Stream.of(
          "spec.network.%s has \"%s\", which is no address range; write one such as 10.0.0.0/8"
              .formatted(field, cidr));
    }
  }

  private static Optional<String> ports(List<Network.Peer> ingressFrom) {
    return ingressFrom.stream()
        .flatMap(peer -> peer.ports().stream())
        .filter(port -> !SERVED.contains(port))
        .findFirst()
        .map(
            port ->
                "spec.network.ingressFrom names port %d, and pods listen on %d (buyers) and %d (metrics); name one of them, or none"
                    .formatted(port, Matrix.HTTP, Matrix.MANAGEMENT));
  }

  private static Map<String, List<Network.Peer>> fields(Network network) {
    Network.Egress to = network.egressTo();
    Map<String, List<Network.Peer>> fields = new LinkedHashMap<>();
    fields.put("ingressFrom", network.ingressFrom());
    fields.put("egressTo.postgres", to.postgres());
    fields.put("egressTo.redis", to.redis());
    fields.put("egressTo.kafka", to.kafka());
    fields.put("egressTo.dns", to.dns());
    fields.put("egressTo.identity", to.identity());
    fields.put("egressTo.payment", to.payment());
    fields.put("egressTo.beacon", to.beacon());
    fields.put("egressTo.telemetry", to.telemetry());
    return fields;
  }
}
