package dev.onsale.operator.network;

import dev.onsale.runtime.Role;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One row of the matrix: connections that may be opened.
 *
 * @param name for people
 * @param roles whose pods it begins or ends at; none for pods of no event
 * @param settles whether it is there for the Job, too, that settles what a deleted event left open
 * @param whom for people: the other end, and which field names it
 * @param ports for people
 * @param when for people: for which events and platforms it is there
 * @param drawn the other ends for given neighbours; none where the arrow is not there
 * @param <N> what the pods have around them
 */
public record Arrow<N>(
    String name,
    Direction direction,
    Set<Role> roles,
    boolean settles,
    String whom,
    String ports,
    String when,
    Function<N, List<Allowed>> drawn) {

  /** As seen from the pods that the matrix is about. */
  public enum Direction {
    IN,
    OUT
  }

  /**
   * Peers and the ports that are open between them and the pods.
   *
   * @param ports not empty
   */
  record Allowed(List<NetworkPolicyPeer> peers, List<Port> ports) {

    /** The same as seen from another namespace: peers that name pods only mean this one. */
    Allowed within(String namespace) {
      return new Allowed(peers.stream().map(peer -> within(peer, namespace)).toList(), ports);
    }

    private static NetworkPolicyPeer within(NetworkPolicyPeer peer, String namespace) {
      return peer.getPodSelector() == null || peer.getNamespaceSelector() != null
          ? peer
          : new NetworkPolicyPeerBuilder(peer)
              .withNewNamespaceSelector()
              .addToMatchLabels("kubernetes.io/metadata.name", namespace)
              .endNamespaceSelector()
              .build();
    }
  }

  /**
   * @param protocol TCP or UDP
   */
  record Port(int number, String protocol) {
    static Port tcp(int number) {
      return new Port(number, "TCP");
    }
  }
}
