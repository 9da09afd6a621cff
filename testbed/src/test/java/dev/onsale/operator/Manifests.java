package dev.onsale.operator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Manifests as people write them. */
final class Manifests {

  private Manifests() {}

  static String platform(World world, String name) {
    return platform(
        world,
        name,
        "postgres-admin",
        world.stores.redis().host() + ":" + world.stores.redis().port());
  }

  static String platform(World world, String name, String postgresSecret, String redis) {
    return """
        apiVersion: onsale.dev/v1alpha1
        kind: TicketPlatform
        metadata: {name: %s}
        spec:
          runtime: {image: "example.invalid/runtime:1"}
          redis: {endpoints: ["%s"], adminSecretRef: {name: redis-admin}}
          postgres: {host: %s, port: %d, database: onsale, adminSecretRef: {name: %s}}
          kafka: {bootstrapServers: "%s", topics: {partitions: 3, replication: 1, minInSync: 1}}
          eventNamespaces: {selector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: Exists}]}}
        """
        .formatted(
            name,
            redis,
            world.stores.postgres().host(),
            world.stores.postgres().port(),
            postgresSecret,
            world.stores.kafka().bootstrapServers());
  }

  /** A platform whose stores are given as YAML flow mappings. */
  static String platformOf(String name, String postgres, String redis, String kafka) {
    return """
        apiVersion: onsale.dev/v1alpha1
        kind: TicketPlatform
        metadata: {name: %s}
        spec:
          runtime: {image: "example.invalid/runtime:1"}
          postgres: %s
          redis: %s
          kafka: %s
          eventNamespaces: {selector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: Exists}]}}
        """
        .formatted(name, postgres, redis, kafka);
  }

  static String plainPostgres(World world) {
    return "{host: %s, port: %d, database: onsale, adminSecretRef: {name: postgres-admin}}"
        .formatted(world.stores.postgres().host(), world.stores.postgres().port());
  }

  static String plainRedis(World world) {
    return "{endpoints: [\"%s:%d\"], adminSecretRef: {name: redis-admin}}"
        .formatted(world.stores.redis().host(), world.stores.redis().port());
  }

  static String plainKafka(World world) {
    return "{bootstrapServers: \"%s\", topics: {partitions: 3, replication: 1, minInSync: 1}}"
        .formatted(world.stores.kafka().bootstrapServers());
  }

  static String event(String namespace, String name) {
    return event(namespace, name, "main", "Retain", "1h");
  }

  /** An event with ten seats whose sale opens in an hour, or opened an hour ago with "now". */
  static String event(
      String namespace, String name, String platform, String deletionPolicy, String opens) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant onSale = opens.equals("now") ? now.minusSeconds(3600) : now.plusSeconds(3600);
    return """
        apiVersion: onsale.dev/v1alpha1
        kind: TicketEvent
        metadata: {name: %s, namespace: %s}
        spec:
          platformRef: {name: %s}
          title: A small evening
          schedule: {onSaleAt: "%s", closesAt: "%s", startsAt: "%s"}
          tiers: [{name: standard, price: {currency: EUR, amount: 2500}}]
          seating: {sections: [{name: A, tier: standard, rows: [{name: "1", seats: 10, blocked: [10]}]}]}
          buyers: {identity: Anonymous}
          queue: {mode: Fifo, admission: {perMinute: 600, maxActive: 50}}
          scaling: {single: {min: 1, max: 2}}
          deletionPolicy: %s
        """
        .formatted(
            name,
            namespace,
            platform,
            onSale,
            onSale.plusSeconds(7200),
            onSale.plusSeconds(10_800),
            deletionPolicy);
  }
}
