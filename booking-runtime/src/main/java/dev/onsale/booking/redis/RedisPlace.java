package dev.onsale.booking.redis;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeLogins.Login;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the event's Redis is, in which topology, and how far it is trusted. Sentinels are asked
 * without a login.
 *
 * @param authority certificates that sign the servers'; empty for those the JVM knows
 */
public record RedisPlace(RuntimeBoot.Redis redis, Optional<Path> authority) {
  /** Longer than any script of ours takes; shorter than a buyer waits. */
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final int MAX_QUEUED = 10_000;
  private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(15);

  /** Bytes, one a character: all of ours are ASCII but the seats' bits. */
  private static final RedisCodec<String, String> CODEC =
      new StringCodec(StandardCharsets.ISO_8859_1);

  /**
   * @throws IllegalArgumentException for an endpoint or a topology that is none
   */
  public RedisPlace {
    if (redis.endpoints().isEmpty()) {
      throw new IllegalArgumentException("boot.json: redis.endpoints is empty; name host:port");
    }
    redis.endpoints().forEach(RedisPlace::colon);
    switch (redis.mode()) {
      case "Standalone", "Sentinel", "Cluster" -> {}
      default ->
          throw new IllegalArgumentException(
              "boot.json: redis.mode '%s' is not Standalone, Sentinel or Cluster"
                  .formatted(redis.mode()));
    }
  }

  /** As the process sees it. */
  public static RedisPlace of(RuntimeBoot boot, ConfigFolder folder) {
    return new RedisPlace(boot.redis(), folder.certificates("redis-ca.crt"));
  }

  /**
   * Connects.
   *
   * @param connected called whenever a connection to a server was made
   */
  RedisLink connect(ClientResources resources, Login login, Runnable connected) {
    return switch (redis.mode()) {
      case "Cluster" -> cluster(resources, login, connected);
      case "Sentinel" -> single(resources, sentinels(login), connected);
      default -> single(resources, server(redis.endpoints().getFirst(), login), connected);
    };
  }

  private RedisLink single(ClientResources resources, RedisURI uri, Runnable connected) {
    RedisClient client = RedisClient.create(resources);
    // Another connection may lead to another process: RedisConnection makes it, and looks first.
    client.setOptions(options(ClientOptions.builder()).autoReconnect(false).build());
    return opened(
        client,
        connected,
        () -> {
          var connection = client.connect(CODEC, uri);
          return new RedisLink(client, connection.async(), connection::isOpen);
        });
  }

  private RedisLink cluster(ClientResources resources, Login login, Runnable connected) {
    List<RedisURI> nodes = redis.endpoints().stream().map(node -> server(node, login)).toList();
    RedisClusterClient client = RedisClusterClient.create(resources, nodes);
    ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
    options(builder);
    client.setOptions(
        builder
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                    .build())
            .build());
    return opened(
        client,
        connected,
        () -> {
          var connection = client.connect(CODEC);
          return new RedisLink(client, connection.async(), () -> true);
        });
  }

  private static RedisLink opened(
      AbstractRedisClient client, Runnable connected, java.util.function.Supplier<RedisLink> open) {
    client.addListener(new Connected(connected));
    try {
      return open.get();
    } catch (RuntimeException refused) {
      client.shutdown(Duration.ZERO, TIMEOUT);
      throw refused;
    }
  }

  private ClientOptions.Builder options(ClientOptions.Builder options) {
    SslOptions.Builder trust = SslOptions.builder().jdkSslProvider();
    authority.ifPresent(file -> trust.trustManager(file.toFile()));
    return options
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .replayFilter(command -> true)
        .requestQueueSize(MAX_QUEUED)
        .sslOptions(trust.build())
        .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).keepAlive(true).build())
        .timeoutOptions(TimeoutOptions.enabled(TIMEOUT));
  }

  private RedisURI server(String endpoint, Login login) {
    return encrypted(
            RedisURI.builder()
                .withHost(endpoint.substring(0, colon(endpoint)))
                .withPort(Integer.parseInt(endpoint.substring(colon(endpoint) + 1)))
                .withAuthentication(login.username(), login.password().toCharArray()))
        .build();
  }

  private RedisURI sentinels(Login login) {
    RedisURI.Builder uri =
        encrypted(
            RedisURI.builder()
                .withSentinelMasterId(String.valueOf(redis.sentinelMaster()))
                .withAuthentication(login.username(), login.password().toCharArray()));
    for (String endpoint : redis.endpoints()) {
      uri.withSentinel(
          encrypted(
                  RedisURI.builder()
                      .withHost(endpoint.substring(0, colon(endpoint)))
                      .withPort(Integer.parseInt(endpoint.substring(colon(endpoint) + 1))))
              .build());
    }
    return uri.build();
  }

  private RedisURI.Builder encrypted(RedisURI.Builder uri) {
    return uri.withTimeout(TIMEOUT)
        .withSsl(!redis.tls().equals("Disabled"))
        .withVerifyPeer(redis.tls().equals("Verified") ? SslVerifyMode.FULL : SslVerifyMode.NONE);
  }

  private static int colon(String endpoint) {
    int colon = endpoint.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "boot.json: redis.endpoints '" + endpoint + "' must be host:port");
    }
    return colon;
  }
}
