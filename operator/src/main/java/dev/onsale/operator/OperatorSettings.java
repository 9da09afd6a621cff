package dev.onsale.operator;

import java.time.Duration;
import java.util.Set;

/**
 * How one operator process runs.
 *
 * @param namespace where the operator and the Secrets it reads are
 * @param leaderElection whether replicas agree by a Lease on who works
 * @param identity name of this process in the Lease
 * @param probeInterval between two probes of a platform
 * @param statusInterval between two readings of an event's {@code runtime_status}
 * @param loginCheckInterval about how long between two comparisons of an event's logins and rights
 * @param discoveryInterval between two looks at which optional APIs the cluster serves
 * @param maxInterval the longest an object goes without being looked at
 * @param watched namespaces whose events it works on; empty for all
 */
public record OperatorSettings(
    String namespace,
    boolean leaderElection,
    String identity,
    Duration probeInterval,
    Duration statusInterval,
    Duration loginCheckInterval,
    Duration discoveryInterval,
    Duration maxInterval,
    Set<String> watched) {

  public OperatorSettings {
    watched = Set.copyOf(watched);
  }

  /** Works on the events of all namespaces. */
  public OperatorSettings(
      String namespace,
      boolean leaderElection,
      String identity,
      Duration probeInterval,
      Duration statusInterval,
      Duration loginCheckInterval,
      Duration discoveryInterval,
      Duration maxInterval) {
    this(
        namespace,
        leaderElection,
        identity,
        probeInterval,
        statusInterval,
        loginCheckInterval,
        discoveryInterval,
        maxInterval,
        Set.of());
  }

  /** The same for the events of these namespaces only; of all, if there is none. */
  public OperatorSettings watching(Set<String> namespaces) {
    return new OperatorSettings(
        namespace,
        leaderElection,
        identity,
        probeInterval,
        statusInterval,
        loginCheckInterval,
        discoveryInterval,
        maxInterval,
        namespaces);
  }

  /** The intervals of an installation. */
  public static OperatorSettings of(String namespace, boolean leaderElection, String identity) {
    return new OperatorSettings(
        namespace,
        leaderElection,
        identity,
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2));
  }
}
