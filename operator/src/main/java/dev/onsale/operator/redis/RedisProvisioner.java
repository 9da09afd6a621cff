package dev.onsale.operator.redis;

import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.stores.StoreFailure;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives an event its ACL user: the keys and channels that begin with its store key, and no command
 * that looks beyond them. Works with Redis 6.2 and later, and Valkey.
 */
public final class RedisProvisioner {

  /**
   * INFO tells the run id by which the runtime notices a lost master. Scripts run with the user's
   * own rights; functions are shared by all users, as are SCAN, RANDOMKEY and DBSIZE.
   */
  private static final List<String> COMMANDS =
      List.of(
          "+@all",
          "-@admin",
          "-@dangerous",
          "-@scripting",
          "+eval",
          "+evalsha",
          "+script|load",
          "+script|exists",
          "-scan",
          "-randomkey",
          "-dbsize",
          "+info",
          "+client|id",
          "+client|setname");

  private static final int SCAN_PAGE = 500;

  /** Whether the user would survive a restart of Redis. */
  public enum Persistence {
    /** Written to the server's ACL file. */
    Saved,
    /** The server has no ACL file. */
    NotPersistent
  }

  private record Applied(String runId, String description, Persistence persistence) {}

  private final RedisConnections connections;
  private final Map<String, Applied> applied = new ConcurrentHashMap<>();

  public RedisProvisioner(RedisConnections connections) {
    this.connections = connections;
  }

  /**
   * Creates the user, or sets it again where it differs from what this operator set.
   *
   * @throws StoreFailure if Redis does not answer or refuses
   */
  public Persistence provision(RedisAccount admin, EventIdentity event, String password) {
    return connections.with(
        admin,
        redis -> {
          String user = event.storeKey();
          String runId = RedisProbe.runId(redis);
          Applied last = applied.get(user);
          if (last != null
              && last.runId().equals(runId)
              && last.description().equals(describe(redis, user))) {
            return last.persistence();
          }
          setUser(redis, user, password);
          Persistence persistence = save(redis);
          applied.put(user, new Applied(runId, describe(redis, user), persistence));
          return persistence;
        });
  }

  /** Refuses the user from now on and ends its connections; keys stay. */
  public void lock(RedisAccount admin, EventIdentity event) {
    applied.remove(event.storeKey());
    connections.with(
        admin,
        redis -> {
          if (!describe(redis, event.storeKey()).isEmpty()) {
            acl(redis, "SETUSER", event.storeKey(), "off");
            save(redis);
            killConnections(redis, event.storeKey());
          }
          return true;
        });
  }

  /** Deletes the user and every key that begins with the event's store key. */
  public void drop(RedisAccount admin, EventIdentity event) {
    lock(admin, event);
    connections.with(
        admin,
        redis -> {
          unlink(redis, "{" + event.storeKey() + "}:*");
          if (!describe(redis, event.storeKey()).isEmpty()) {
            acl(redis, "DELUSER", event.storeKey());
            save(redis);
          }
          return true;
        });
  }

  private static void setUser(RedisCommands<String, String> redis, String user, String password) {
    CommandArgs<String, String> arguments =
        new CommandArgs<>(StringCodec.UTF8)
            .add("SETUSER")
            .add(user)
            .add("reset")
            .add("on")
            .add("#" + sha256Hex(password))
            .add("~{" + user + "}:*")
            .add("&{" + user + "}:*");
    COMMANDS.forEach(arguments::add);
    redis.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
  }

  private static Persistence save(RedisCommands<String, String> redis) {
    try {
      acl(redis, "SAVE");
      return Persistence.Saved;
    } catch (RedisCommandExecutionException e) {
      if (String.valueOf(e.getMessage()).contains("ACL file")) {
        return Persistence.NotPersistent;
      }
      throw e;
    }
  }

  private static void acl(RedisCommands<String, String> redis, String... words) {
    CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
    for (String word : words) {
      arguments.add(word);
    }
    redis.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
  }

  /** What Redis says of the user, empty where there is none. */
  private static String describe(RedisCommands<String, String> redis, String user) {
    CommandArgs<String, String> arguments =
        new CommandArgs<>(StringCodec.UTF8).add("GETUSER").add(user);
    List<Object> answer =
        redis.dispatch(CommandType.ACL, new ArrayOutput<>(StringCodec.UTF8), arguments);
    return answer == null || answer.isEmpty() || (answer.size() == 1 && answer.get(0) == null)
        ? ""
        : answer.toString();
  }

  private static void killConnections(RedisCommands<String, String> redis, String user) {
    CommandArgs<String, String> arguments =
        new CommandArgs<>(StringCodec.UTF8).add("KILL").add("USER").add(user);
    redis.dispatch(CommandType.CLIENT, new IntegerOutput<>(StringCodec.UTF8), arguments);
  }

  private static void unlink(RedisCommands<String, String> redis, String pattern) {
    ScanArgs page = ScanArgs.Builder.matches(pattern).limit(SCAN_PAGE);
    ScanCursor cursor = ScanCursor.INITIAL;
    do {
      var found = redis.scan(cursor, page);
      if (!found.getKeys().isEmpty()) {
        redis.unlink(found.getKeys().toArray(String[]::new));
      }
      cursor = found;
    } while (!cursor.isFinished());
  }

  private static String sha256Hex(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
