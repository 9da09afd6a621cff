package dev.onsale.operator.redis;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.stores.Circuit;
import dev.onsale.operator.stores.StoreFailure;
import dev.onsale.operator.stores.Trust;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.sentinel.api.sync.RedisSentinelCommands;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Short connections to the platforms' Redis, at most eight at once. Connecting and each command
 * take at most 5 s.
 */
public final class RedisConnections implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int MAXIMUM_CONNECTIONS = 8;

  private final Circuit circuit;
  private final ClientResources resources =
      DefaultClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
  private final Map<Trust, RedisClient> clients = new ConcurrentHashMap<>();
  private final Semaphore permits = new Semaphore(MAXIMUM_CONNECTIONS);

  /**
   * @param errors counts calls that failed
   */
  public RedisConnections(LongAdder errors) {
    circuit = new Circuit(errors);
  }

  /**
   * Runs work on a connection of its own.
   *
   * @throws StoreFailure if the server does not answer or refuses; at once, if it did not answer
   *     within the last seconds
   */
  <T> T with(
      RedisAccount account, RedisNode node, Function<RedisCommands<String, String>, T> work) {
    circuit.check(node.address());
    return asking(account, node, work);
  }

  /** The same for a probe, which asks also a server that did not answer just now. */
  <T> T asking(
      RedisAccount account, RedisNode node, Function<RedisCommands<String, String>, T> work) {
    acquire(node);
    try (var connection =
        client(account.trust())
            .connect(
                uri(account, node)
                    .withAuthentication(account.username(), account.password().toCharArray())
                    .build())) {
      circuit.answered(node.address());
      return work.apply(connection.sync());
    } catch (RedisException e) {
      throw circuit.failed(node.address(), classify(account, node, e));
    } finally {
      permits.release();
    }
  }

  /**
   * As {@link #with}, of a sentinel.
   *
   * @throws StoreFailure if it does not answer or refuses
   */
  <T> T withSentinel(
      RedisAccount account,
      RedisNode sentinel,
      Function<RedisSentinelCommands<String, String>, T> work) {
    acquire(sentinel);
    RedisURI uri =
        RedisURI.builder()
            .withSentinel(uri(account, sentinel).build())
            .withSentinelMasterId(String.valueOf(account.masterName()))
            .withTimeout(TIMEOUT)
            .build();
    try (var connection = client(account.trust()).connectSentinel(uri)) {
      return work.apply(connection.sync());
    } catch (RedisException e) {
      throw classify(account, sentinel, e);
    } finally {
      permits.release();
    }
  }

  /**
   * Options of a client hold for all its connections, so each authority has a client of its own.
   */
  private RedisClient client(Trust trust) {
    return clients.computeIfAbsent(
        trust,
        given -> {
          SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider();
          String authority = given.authority();
          if (authority != null) {
            byte[] pem = authority.getBytes(StandardCharsets.UTF_8);
            ssl.trustManager(() -> new ByteArrayInputStream(pem));
          }
          RedisClient client = RedisClient.create(resources);
          client.setOptions(
              ClientOptions.builder()
                  .autoReconnect(false)
                  .sslOptions(ssl.build())
                  .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                  .build());
          return client;
        });
  }

  private void acquire(RedisNode node) {
    try {
      if (!permits.tryAcquire(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoreFailure(
            Reason.Unreachable,
            "Redis at %s keeps %d connections of the operator busy"
                .formatted(node.address(), MAXIMUM_CONNECTIONS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreFailure(Reason.Unreachable, "The operator is stopping", e);
    }
  }

  private static RedisURI.Builder uri(RedisAccount account, RedisNode node) {
    return RedisURI.builder()
        .withHost(node.host())
        .withPort(node.port())
        .withSsl(account.trust().encrypts())
        .withVerifyPeer(account.trust().verifies() ? SslVerifyMode.FULL : SslVerifyMode.NONE)
        .withTimeout(TIMEOUT)
        .withClientName("onsale-operator");
  }

  private static StoreFailure classify(
      RedisAccount account, RedisNode node, RedisException failure) {
    String said = innermostMessage(failure);
    String start = said.toUpperCase(Locale.ROOT);
    if (start.startsWith("WRONGPASS")
        || start.startsWith("NOAUTH")
        || start.contains("INVALID USERNAME-PASSWORD")
        || start.contains("WITHOUT ANY PASSWORD CONFIGURED")) {
      return new StoreFailure(
          Reason.AuthenticationFailed,
          "Redis at %s refuses user \"%s\"; check username and password in the Secret named by spec.redis.adminSecretRef"
              .formatted(node.address(), account.username()),
          failure);
    }
    if (start.startsWith("NOPERM")) {
      return new StoreFailure(
          Reason.PermissionDenied,
          "User \"%s\" of Redis at %s may not do what provisioning needs (%s); give it +acl +info +scan +cluster +client and the keys of its events"
              .formatted(account.username(), node.address(), said),
          failure);
    }
    if (start.startsWith("ERR")) {
      return new StoreFailure(
          Reason.Refused, "Redis at %s answered: %s".formatted(node.address(), said), failure);
    }
    if (start.contains("CERTIFICATE") || start.contains("PKIX") || start.contains("SUBJECT ALT")) {
      return new StoreFailure(
          Reason.Untrusted,
          "The certificate of Redis at %s is not trusted (%s); check spec.redis.tls.caSecretRef, and that the certificate names this host"
              .formatted(node.address(), said),
          failure);
    }
    return new StoreFailure(
        Reason.Unreachable,
        "Redis at %s does not answer; check spec.redis.endpoints and tls.mode, and that it runs"
            .formatted(node.address()),
        failure);
  }

  private static String innermostMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  @Override
  public void close() {
    clients.values().forEach(client -> client.shutdown(Duration.ZERO, Duration.ofSeconds(2)));
    resources.shutdown(0, 2, TimeUnit.SECONDS);
  }
}
