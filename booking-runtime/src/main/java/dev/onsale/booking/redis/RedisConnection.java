package dev.onsale.booking.redis;

import dev.onsale.booking.config.LoggedIn;
import dev.onsale.booking.stores.StoreUnavailableException;
import dev.onsale.runtime.RuntimeLogins;
import dev.onsale.runtime.RuntimeLogins.Login;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.channel.EventLoopGroup;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The process's one connection to the event's Redis. Commands that cannot be sent now are refused,
 * and none is ever sent twice: after a reconnect Redis may be another process with other data.
 */
public final class RedisConnection implements LoggedIn, AutoCloseable {
  /**
   * Redis before 7.0 wraps what a script was refused: {@code ERR Error running script ...: -OOM}.
   */
  private static final Pattern REFUSED_IN_SCRIPT =
      Pattern.compile("^ERR Error running script.*: -(?!ERR)[A-Z]+ ");

  private static final long CONNECT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final RedisPlace place;
  private final ClientResources resources;
  private final AtomicLong connects = new AtomicLong();
  private Login login;
  private volatile @Nullable RedisLink link;

  /** One that is open and of no use: another server may be behind the address by now. */
  private volatile @Nullable RedisLink left;

  private long lastAttempt = System.nanoTime() - CONNECT_PAUSE_NANOS;

  /** Connects on first use, so that a process starts while Redis is away. */
  public RedisConnection(RedisPlace place, Login login) {
    this(place, login, null);
  }

  /**
   * As the other constructor.
   *
   * @param loops whose threads also serve the connection, and which somebody else ends; null for
   *     threads of its own
   */
  public RedisConnection(RedisPlace place, Login login, @Nullable EventLoopGroup loops) {
    this.place = place;
    this.login = login;
    DefaultClientResources.Builder builder =
        DefaultClientResources.builder().nettyCustomizer(new OneWriteATurn());
    this.resources =
        (loops == null ? builder : builder.eventLoopGroupProvider(new SharedLoops(loops))).build();
  }

  /** How often a connection was made; a new value means that Redis may be another process. */
  public long connects() {
    return connects.get();
  }

  /** Whether that is the connection in use, and still open. */
  boolean uses(RedisLink on) {
    return on == link && usable(on);
  }

  /**
   * The connection in use; made now if there is none.
   *
   * @throws StoreUnavailableException when there is none and none can be made
   */
  RedisLink link() {
    try {
      return connected();
    } catch (RedisException away) {
      throw translated(away);
    }
  }

  /**
   * Sends one command on that connection and no other, and waits. Its keys must share the event's
   * hash tag.
   *
   * @throws StoreUnavailableException when it cannot be sent or is not answered in time
   * @throws RedisCommandExecutionException when Redis says that the command is wrong
   */
  <T> T call(
      RedisLink on,
      Function<RedisClusterAsyncCommands<String, String>, ? extends Future<T>> command) {
    try {
      return command.apply(on.commands()).get(RedisPlace.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failed(on, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException | RedisException e) {
      throw translated(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw translated(e);
    }
  }

  /**
   * As {@link #call}, without waiting. It is answered on a thread that must not be blocked, or
   * fails with what {@link #call} throws.
   */
  <T> CompletableFuture<T> send(
      RedisLink on,
      Function<RedisClusterAsyncCommands<String, String>, ? extends CompletionStage<T>> command) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      command
          .apply(on.commands())
          .whenComplete(
              (value, failure) -> {
                if (failure == null) {
                  answer.complete(value);
                } else {
                  answer.completeExceptionally(failed(on, failure));
                }
              });
    } catch (RedisException refused) {
      answer.completeExceptionally(translated(refused));
    }
    return answer;
  }

  /** Who sent a command on the old connection is still answered there. */
  @Override
  public void changeTo(RuntimeLogins logins) {
    RedisLink old;
    synchronized (this) {
      if (logins.redis().equals(login)) {
        return;
      }
      RedisLink next = open(logins.redis());
      old = link;
      login = logins.redis();
      link = next;
    }
    if (old != null) {
      rest();
      old.close();
    }
  }

  @Override
  public void close() {
    RedisLink open = link;
    if (open != null) {
      open.close();
    }
    resources.shutdown(0, 2, TimeUnit.SECONDS);
  }

  private RedisLink connected() {
    RedisLink known = link;
    return usable(known) ? Objects.requireNonNull(known) : connect();
  }

  private boolean usable(@Nullable RedisLink known) {
    return known != null && known != left && known.open().getAsBoolean();
  }

  /** One attempt at a time, and not more often than every half second. */
  private synchronized RedisLink connect() {
    RedisLink known = link;
    if (usable(known)) {
      return Objects.requireNonNull(known);
    }
    if (System.nanoTime() - lastAttempt < CONNECT_PAUSE_NANOS) {
      throw new RedisException("not connected");
    }
    try {
      RedisLink next = place.connect(resources, login, connects::incrementAndGet);
      link = next;
      if (known != null) {
        Thread.startVirtualThread(known::close);
      }
      return next;
    } finally {
      lastAttempt = System.nanoTime();
    }
  }

  private RedisLink open(Login other) {
    try {
      return place.connect(resources, other, connects::incrementAndGet);
    } catch (RedisException refused) {
      throw translated(refused);
    }
  }

  /** As long as a command may wait for its answer. */
  private static void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(RedisPlace.TIMEOUT.toMillis());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** A server that may only be read was replaced; the next connection leads to who replaced it. */
  private RuntimeException failed(RedisLink on, Throwable failure) {
    if (String.valueOf(failure.getMessage()).contains("READONLY ")) {
      left = on;
    }
    return translated(failure);
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
    if (failure instanceof RedisCommandExecutionException answered
        && message.startsWith("ERR")
        && !REFUSED_IN_SCRIPT.matcher(message).find()) {
      return answered;
    }
    return new StoreUnavailableException("Redis", message, failure);
  }
}
