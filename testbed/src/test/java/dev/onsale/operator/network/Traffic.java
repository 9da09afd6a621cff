package dev.onsale.operator.network;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says of a connection whether policies let it through, by the rules of the NetworkPolicy API and
 * by code that shares nothing with what rendered them: a pod that some policy selects for a
 * direction takes part only in what a rule of such a policy allows.
 */
record Traffic(List<NetworkPolicy> policies) {

  /** One end of a connection. */
  sealed interface End {
    String address();
  }

  record Pod(
      String address,
      String namespace,
      Map<String, String> namespaceLabels,
      Map<String, String> labels)
      implements End {}

  /** Something without policies: a machine, a store, the internet. */
  record Outside(String address) implements End {}

  boolean allows(End from, End to, int port, String protocol) {
    return leaves(from, to, port, protocol) && enters(from, to, port, protocol);
  }

  private boolean leaves(End from, End to, int port, String protocol) {
    List<NetworkPolicy> selecting = selecting(from, "Egress");
    return selecting.isEmpty()
        || selecting.stream()
            .flatMap(
                policy ->
                    policy.getSpec().getEgress().stream()
                        .filter(rule -> isPort(rule.getPorts(), port, protocol))
                        .filter(
                            rule ->
                                rule.getTo().isEmpty()
                                    || rule.getTo().stream()
                                        .anyMatch(peer -> is(peer, to, policy))))
            .findAny()
            .isPresent();
  }

  private boolean enters(End from, End to, int port, String protocol) {
    List<NetworkPolicy> selecting = selecting(to, "Ingress");
    return selecting.isEmpty()
        || selecting.stream()
            .flatMap(
                policy ->
                    policy.getSpec().getIngress().stream()
                        .filter(rule -> isPort(rule.getPorts(), port, protocol))
                        .filter(
                            rule ->
                                rule.getFrom().isEmpty()
                                    || rule.getFrom().stream()
                                        .anyMatch(peer -> is(peer, from, policy))))
            .findAny()
            .isPresent();
  }

  private List<NetworkPolicy> selecting(End end, String direction) {
    return end instanceof Pod pod
        ? policies.stream()
            .filter(policy -> policy.getMetadata().getNamespace().equals(pod.namespace()))
            .filter(policy -> policy.getSpec().getPolicyTypes().contains(direction))
            .filter(policy -> matches(policy.getSpec().getPodSelector(), pod.labels()))
            .toList()
        : List.of();
  }

  private static boolean isPort(List<NetworkPolicyPort> ports, int port, String protocol) {
    return ports.isEmpty()
        || ports.stream()
            .anyMatch(
                allowed ->
                    protocol.equals(allowed.getProtocol() == null ? "TCP" : allowed.getProtocol())
                        && (allowed.getPort() == null || number(allowed.getPort()) == port));
  }

  private static int number(IntOrString port) {
    return port.getIntVal() == null ? -1 : port.getIntVal();
  }

  private static boolean is(NetworkPolicyPeer peer, End end, NetworkPolicy policy) {
    if (peer.getIpBlock() != null) {
      return isIn(peer.getIpBlock(), end.address());
    }
    return end instanceof Pod pod
        && (peer.getNamespaceSelector() == null
            ? pod.namespace().equals(policy.getMetadata().getNamespace())
            : matches(peer.getNamespaceSelector(), pod.namespaceLabels()))
        && (peer.getPodSelector() == null || matches(peer.getPodSelector(), pod.labels()));
  }

  private static boolean isIn(IPBlock block, String address) {
    return isIn(block.getCidr(), address)
        && block.getExcept().stream().noneMatch(except -> isIn(except, address));
  }

  private static boolean isIn(String cidr, String address) {
    String[] parts = cidr.split("/", 2);
    byte[] network = InetAddress.ofLiteral(parts[0]).getAddress();
    byte[] asked = InetAddress.ofLiteral(address).getAddress();
    int free = network.length * 8 - Integer.parseInt(parts[1]);
    return network.length == asked.length
        && new BigInteger(1, network)
            .shiftRight(free)
            .equals(new BigInteger(1, asked).shiftRight(free));
  }

  private static boolean matches(@Nullable LabelSelector selector, Map<String, String> labels) {
    return selector == null
        || ((selector.getMatchLabels() == null
                || labels.entrySet().containsAll(selector.getMatchLabels().entrySet()))
            && selector.getMatchExpressions().stream()
                .allMatch(expression -> matches(expression, labels)));
  }

  private static boolean matches(LabelSelectorRequirement asked, Map<String, String> labels) {
    String value = labels.get(asked.getKey());
    return switch (asked.getOperator()) {
      case "In" -> value != null && asked.getValues().contains(value);
      case "NotIn" -> value == null || !asked.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> throw new IllegalArgumentException(asked.getOperator());
    };
  }
}
