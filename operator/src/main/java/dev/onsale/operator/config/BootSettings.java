package dev.onsale.operator.config;

import static dev.onsale.api.v1alpha1.ApiTimes.duration;

import dev.onsale.api.v1alpha1.KafkaStore;
import dev.onsale.api.v1alpha1.PostgresStore;
import dev.onsale.api.v1alpha1.Queue;
import dev.onsale.api.v1alpha1.RedisStore;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.api.v1alpha1.Tls;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.runtime.RuntimeBoot;
import org.jspecify.annotations.Nullable;

/** Renders {@code boot.json}: what a pod reads once; a change rolls the pods. */
public final class BootSettings {

  private BootSettings() {}

  /**
   * Names at PostgreSQL.
   *
   * @param login that migrations grant to
   * @param owner of the schema
   */
  public record Roles(String login, String owner) {}

  public static RuntimeBoot of(
      EventIdentity event,
      TicketEventSpec spec,
      TicketPlatformSpec platform,
      String mapDigest,
      Roles roles) {
    return new RuntimeBoot(
        event.clusterId(),
        event.namespace(),
        event.name(),
        event.uid(),
        event.storeKey(),
        spec.buyers().identity().name(),
        spec.queue().mode().name(),
        mapDigest,
        postgres(event, platform.postgres(), roles),
        redis(platform.redis()),
        kafka(platform.kafka()),
        platform.payment().provider().name(),
        rules(spec.queue(), platform));
  }

  private static RuntimeBoot.@Nullable QueueRules rules(Queue queue, TicketPlatformSpec platform) {
    Long round = queue.beacon().round();
    RuntimeBoot.QueueRules.Beacon beacon =
        round == null
            ? null
            : new RuntimeBoot.QueueRules.Beacon(
                queue.beacon().chain().name(), round, platform.beacon().relays());
    return beacon == null && queue.priority().isEmpty()
        ? null
        : new RuntimeBoot.QueueRules(
            queue.priority().stream()
                .map(
                    one ->
                        new RuntimeBoot.QueueRules.Priority(
                            one.membership(), duration(one.opensBefore()).toSeconds()))
                .toList(),
            beacon);
  }

  /** The libpq {@code sslmode} for a platform's setting. */
  public static String sslMode(Tls tls) {
    return switch (tls.mode()) {
      case Required -> "require";
      case Verified -> "verify-full";
      case Disabled, Unsupported -> "disable";
    };
  }

  private static RuntimeBoot.Postgres postgres(
      EventIdentity event, PostgresStore store, Roles roles) {
    return new RuntimeBoot.Postgres(
        store.host(),
        store.port(),
        store.database(),
        event.storeKey(),
        roles.login(),
        roles.owner(),
        sslMode(store.tls()),
        store.replicaHost());
  }

  private static RuntimeBoot.Redis redis(RedisStore store) {
    RedisStore.Sentinel sentinel = store.sentinel();
    return new RuntimeBoot.Redis(
        store.mode().name(),
        store.endpoints(),
        sentinel == null ? null : sentinel.masterName(),
        store.tls().mode().name());
  }

  private static RuntimeBoot.Kafka kafka(KafkaStore store) {
    KafkaStore.Protocol protocol = store.security().protocol();
    boolean sasl =
        protocol == KafkaStore.Protocol.SaslPlaintext || protocol == KafkaStore.Protocol.SaslSsl;
    return new RuntimeBoot.Kafka(
        store.bootstrapServers(),
        protocol.kafkaName(),
        sasl ? store.security().mechanism().kafkaName() : null);
  }
}
