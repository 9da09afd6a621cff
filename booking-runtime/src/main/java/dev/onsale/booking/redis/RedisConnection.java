package dev.onsale.booking.redis;

import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.runtime.RuntimeBoot;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The process's one connection to the event's Redis. Commands that cannot be sent now are refused,
 * and none is ever sent twice: after a reconnect Redis may be another process with other data.
 * Strings are bytes, one a character: all of ours are ASCII but the seats' bits.
 */
public final class RedisConnection implements AutoCloseable {
  /** Longer than any script of ours takes; shorter than a buyer waits. */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final int MAX_QUEUED = 10_000;
  private static final long CONNECT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final RedisClient client;
  private final AtomicLong connects = new AtomicLong();
  private volatile @Nullable StatefulRedisConnection<String, String> connection;
  private long lastAttempt = System.nanoTime() - CONNECT_PAUSE_NANOS;

  /**
   * Connects on first use, so that a process starts while Redis is away.
   *
   * @throws IllegalArgumentException for a topology that is not supported
   */
  public RedisConnection(RuntimeBoot.Redis redis, String password) {
    this.client = RedisClient.create(uri(redis, password));
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .replayFilter(command -> true)
            .requestQueueSize(MAX_QUEUED)
            .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).keepAlive(true).build())
            .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
            .build());
    client.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
            connects.incrementAndGet();
          }
        });
  }

  /** How often a connection was made; a new value means that Redis may be another process. */
  public long connects() {
    return connects.get();
  }

  /**
   * Sends one command and waits.
   *
   * @throws StoreUnavailableException when it cannot be sent or is not answered in time
   * @throws RedisCommandExecutionException when Redis says that the command is wrong
   */
  public <T> T call(Function<RedisAsyncCommands<String, String>, ? extends Future<T>> command) {
    try {
      return command.apply(connected().async()).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw translated(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException | RedisException e) {
      throw translated(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw translated(e);
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }

  private StatefulRedisConnection<String, String> connected() {
    StatefulRedisConnection<String, String> known = connection;
    return known == null ? connect() : known;
  }

  /** One attempt at a time, and not more often than every half second. */
  private synchronized StatefulRedisConnection<String, String> connect() {
    StatefulRedisConnection<String, String> known = connection;
    if (known != null) {
      return known;
    }
    if (System.nanoTime() - lastAttempt < CONNECT_PAUSE_NANOS) {
      throw new RedisException("not connected");
    }
    try {
      known = client.connect(new StringCodec(StandardCharsets.ISO_8859_1));
      connection = known;
      return known;
    } finally {
      lastAttempt = System.nanoTime();
    }
  }

  /**
   * {@code ERR} is a mistake of ours; every other error reply (LOADING, READONLY, OOM, NOPERM...)
   * says that Redis cannot serve us now.
   */
  private static RuntimeException translated(Throwable failure) {
    if (failure instanceof RedisNoScriptException unknownScript) {
      return unknownScript;
    }
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof RedisCommandExecutionException answered && message.startsWith("ERR")) {
      return answered;
    }
    return new StoreUnavailableException("Redis", message, failure);
  }

  private static RedisURI uri(RuntimeBoot.Redis redis, String password) {
    if (!redis.mode().equals("Standalone") || redis.endpoints().size() != 1) {
      throw new IllegalArgumentException(
          "boot.json: redis.mode '"
              + redis.mode()
              + "' with "
              + redis.endpoints().size()
              + " endpoints is not supported; use Standalone with one endpoint");
    }
    String endpoint = redis.endpoints().getFirst();
    int colon = endpoint.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "boot.json: redis.endpoints '" + endpoint + "' must be host:port");
    }
    return RedisURI.builder()
        .withHost(endpoint.substring(0, colon))
        .withPort(Integer.parseInt(endpoint.substring(colon + 1)))
        .withAuthentication(redis.username(), password.toCharArray())
        .withSsl(redis.tls())
        .withTimeout(TIMEOUT)
        .build();
  }
}
