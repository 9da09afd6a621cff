package dev.onsale.operator.redis;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.stores.Circuit;
import dev.onsale.operator.stores.StoreFailure;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.Locale;
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
  private final RedisClient client = RedisClient.create(resources);
  private final Semaphore permits = new Semaphore(MAXIMUM_CONNECTIONS);

  /**
   * @param errors counts calls that failed
   */
  public RedisConnections(LongAdder errors) {
    circuit = new Circuit(errors);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
            .build());
  }

  /**
   * Runs work on a connection of its own.
   *
   * @throws StoreFailure if Redis does not answer or refuses; at once, if it did not answer within
   *     the last seconds
   */
  public <T> T with(RedisAccount account, Function<RedisCommands<String, String>, T> work) {
    circuit.check(account.address());
    return asking(account, work);
  }

  /** The same for a probe, which asks also a server that did not answer just now. */
  <T> T asking(RedisAccount account, Function<RedisCommands<String, String>, T> work) {
    acquire(account);
    try (StatefulRedisConnection<String, String> connection = client.connect(uri(account))) {
      circuit.answered(account.address());
      return work.apply(connection.sync());
    } catch (RedisException e) {
      throw circuit.failed(account.address(), classify(account, e));
    } finally {
      permits.release();
    }
  }

  private void acquire(RedisAccount account) {
    try {
      if (!permits.tryAcquire(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoreFailure(
            Reason.Unreachable,
            "Redis at %s keeps %d connections of the operator busy"
                .formatted(account.address(), MAXIMUM_CONNECTIONS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreFailure(Reason.Unreachable, "The operator is stopping", e);
    }
  }

  private static RedisURI uri(RedisAccount account) {
    return RedisURI.builder()
        .withHost(account.host())
        .withPort(account.port())
        .withSsl(account.tls())
        .withTimeout(TIMEOUT)
        .withClientName("onsale-operator")
        .withAuthentication(account.username(), account.password().toCharArray())
        .build();
  }

  private static StoreFailure classify(RedisAccount account, RedisException failure) {
    String said = innermostMessage(failure);
    String start = said.toUpperCase(Locale.ROOT);
    if (start.startsWith("WRONGPASS")
        || start.startsWith("NOAUTH")
        || start.contains("INVALID USERNAME-PASSWORD")
        || start.contains("WITHOUT ANY PASSWORD CONFIGURED")) {
      return new StoreFailure(
          Reason.AuthenticationFailed,
          "Redis at %s refuses user \"%s\"; check username and password in the Secret named by spec.redis.adminSecretRef"
              .formatted(account.address(), account.username()),
          failure);
    }
    if (start.startsWith("NOPERM")) {
      return new StoreFailure(
          Reason.PermissionDenied,
          "User \"%s\" of Redis at %s may not do what provisioning needs (%s); give it +acl +info +scan and the keys of its events"
              .formatted(account.username(), account.address(), said),
          failure);
    }
    if (start.startsWith("ERR")) {
      return new StoreFailure(
          Reason.Refused, "Redis at %s answered: %s".formatted(account.address(), said), failure);
    }
    return new StoreFailure(
        Reason.Unreachable,
        "Redis at %s does not answer; check spec.redis.endpoints, and that it runs"
            .formatted(account.address()),
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
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    resources.shutdown(0, 2, TimeUnit.SECONDS);
  }
}
