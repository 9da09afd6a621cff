package dev.onsale.operator.network;

import dev.onsale.operator.network.Arrow.Allowed;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.List;
import java.util.stream.Stream;

/** What is allowed, in the words of a NetworkPolicy. */
final class Rules {

  private Rules() {}

  static List<NetworkPolicyIngressRule> ingress(Stream<Allowed> allowed) {
    return allowed
        .map(
            one ->
                new NetworkPolicyIngressRuleBuilder()
                    .withFrom(one.peers())
                    .withPorts(ports(one))
                    .build())
        .toList();
  }

  static List<NetworkPolicyEgressRule> egress(Stream<Allowed> allowed) {
    return allowed
        .map(
            one ->
                new NetworkPolicyEgressRuleBuilder()
                    .withTo(one.peers())
                    .withPorts(ports(one))
                    .build())
        .toList();
  }

  private static List<NetworkPolicyPort> ports(Allowed allowed) {
    return allowed.ports().stream()
        .map(
            port ->
                new NetworkPolicyPortBuilder()
                    .withPort(new IntOrString(port.number()))
                    .withProtocol(port.protocol())
                    .build())
        .toList();
  }
}
