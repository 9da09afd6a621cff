package dev.onsale.operator.config;

import dev.onsale.api.v1alpha1.KafkaStore;
import dev.onsale.api.v1alpha1.PostgresStore;
import dev.onsale.api.v1alpha1.RedisStore;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.api.v1alpha1.Tls;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.runtime.RuntimeBoot;

/** Renders {@code boot.json}: what a pod reads once; a change rolls the pods. */
public final class BootSettings {

  private BootSettings() {}

  public static RuntimeBoot of(
      EventIdentity event, TicketEventSpec spec, TicketPlatformSpec platform, String mapDigest) {
    return new RuntimeBoot(
        event.clusterId(),
        event.namespace(),
        event.name(),
        event.uid(),
        event.storeKey(),
        spec.buyers().identity().name(),
        spec.queue().mode().name(),
        mapDigest,
        postgres(event, platform.postgres()),
        redis(event, platform.redis()),
        kafka(platform.kafka()),
        platform.payment().provider().name());
  }

  /** The libpq {@code sslmode} for a platform's setting. */
  public static String sslMode(Tls tls) {
    return switch (tls.mode()) {
      case Required -> "require";
      case Verified -> "verify-full";
      case Disabled, Unsupported -> "disable";
    };
  }

  private static RuntimeBoot.Postgres postgres(EventIdentity event, PostgresStore store) {
    return new RuntimeBoot.Postgres(
        store.host(),
        store.port(),
        store.database(),
        event.storeKey(),
        event.loginRole(),
        event.ownerRole(),
        sslMode(store.tls()));
  }

  private static RuntimeBoot.Redis redis(EventIdentity event, RedisStore store) {
    RedisStore.Sentinel sentinel = store.sentinel();
    return new RuntimeBoot.Redis(
        store.mode().name(),
        store.endpoints(),
        sentinel == null ? null : sentinel.masterName(),
        store.tls().mode() != Tls.Mode.Disabled,
        event.storeKey());
  }

  private static RuntimeBoot.Kafka kafka(KafkaStore store) {
    return new RuntimeBoot.Kafka(
        store.bootstrapServers(), store.security().protocol().kafkaName(), null, null);
  }
}
