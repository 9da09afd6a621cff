package dev.onsale.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime process reads once, at start: file {@code boot.json} of the event's ConfigMap. A
 * change needs a roll.
 *
 * @param clusterId UID of the cluster's {@code kube-system} namespace
 * @param namespace the event's namespace
 * @param name the event's name
 * @param eventUid UID of the TicketEvent
 * @param storeKey schema, role prefix, Redis user and Redis hash tag of the event
 * @param identity {@code Required} or {@code Anonymous}
 * @param queueMode {@code Fifo}, {@code Draw} or {@code Open}
 * @param mapDigest digest of the seat map in {@code seats.json}
 * @param postgres where the event's schema is
 * @param redis where the event's keys are
 * @param kafka where the event's records go
 * @param paymentProvider {@code Sandbox} or {@code Stripe}
 * @param queueRules what the queue has beyond its mode; null if nothing
 */
public record RuntimeBoot(
    String clusterId,
    String namespace,
    String name,
    String eventUid,
    String storeKey,
    String identity,
    String queueMode,
    String mapDigest,
    Postgres postgres,
    Redis redis,
    Kafka kafka,
    String paymentProvider,
    @Nullable QueueRules queueRules) {

  /**
   * Passwords and certificates are files of Secrets, see {@code docs/architecture.md}.
   *
   * @param login role with DML rights that migrations grant to, beside both logins of the event
   * @param owner role that owns the schema, used by {@code migrate}
   * @param sslMode a libpq {@code sslmode}
   * @param replicaHost for reads that tolerate lag
   */
  public record Postgres(
      String host,
      int port,
      String database,
      String schema,
      String login,
      String owner,
      String sslMode,
      @Nullable String replicaHost) {}

  /**
   * @param mode {@code Standalone}, {@code Sentinel} or {@code Cluster}
   * @param endpoints {@code host:port} each
   * @param tls {@code Disabled}, {@code Required} (encrypts) or {@code Verified} (also checks
   *     certificate and name)
   */
  public record Redis(
      String mode, List<String> endpoints, @Nullable String sentinelMaster, String tls) {}

  /**
   * @param securityProtocol a Kafka {@code security.protocol}
   * @param saslMechanism absent without SASL
   */
  public record Kafka(
      String bootstrapServers, String securityProtocol, @Nullable String saslMechanism) {}

  /**
   * @param priority memberships that enter earlier, in the order in which they are served
   * @param beacon public randomness of a draw; null without
   */
  public record QueueRules(List<Priority> priority, @Nullable Beacon beacon) {

    /**
     * @param opensBeforeSeconds before {@code onSaleAt}
     */
    public record Priority(String membership, long opensBeforeSeconds) {}

    /**
     * @param chain name of a {@code dev.onsale.draw.BeaconChain}
     * @param round named before registration opened
     * @param endpoints base URLs that are asked for it, in this order
     */
    public record Beacon(String chain, long round, List<String> endpoints) {}
  }
}
