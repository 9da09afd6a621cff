package dev.onsale.operator.redis;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.operator.secrets.Rotation;
import dev.onsale.operator.stores.StoreFailure;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Gives an event its ACL users, on every server: the keys and channels that begin with its store
 * key, and no command that looks beyond them. Works with Redis 6.2 and later, and Valkey.
 */
public final class RedisProvisioner {

  private static final int SCAN_PAGE = 500;

  /**
   * What became of the users.
   *
   * @param persistent whether they survive a restart of each server: it has an ACL file
   * @param away replicas that do not answer; they get the users when they are back
   */
  public record Outcome(boolean persistent, List<String> away) {
    /** Of a user that somebody else made. */
    public static final Outcome NOT_OURS = new Outcome(true, List.of());
  }

  private record Applied(List<String> lives, int generation, Outcome outcome) {}

  private final RedisConnections connections;
  private final RedisTopology topology;
  private final RedisProbe probe;
  private final Map<String, Applied> applied = new ConcurrentHashMap<>();

  /** How a server with this run id tells of a user that was just set. */
  private final Map<String, String> shapes = new ConcurrentHashMap<>();

  public RedisProvisioner(RedisConnections connections, RedisProbe probe) {
    this.connections = connections;
    this.topology = new RedisTopology(connections);
    this.probe = probe;
  }

  /**
   * Creates the user in force, or sets it again where it differs, and removes the other one unless
   * a rotation is under way.
   *
   * @param keys at the generation in force
   * @param thorough whether the servers are asked although nothing says that they changed
   * @throws StoreFailure if a master does not answer or refuses
   */
  public Outcome provision(
      RedisAccount admin,
      EventIdentity event,
      EventKeys keys,
      Rotation rotation,
      boolean thorough) {
    List<String> lives = probe.lives(admin);
    Applied last = applied.get(event.storeKey());
    if (!thorough
        && last != null
        && last.generation() == rotation.generation()
        && last.lives().equals(lives)) {
      return last.outcome();
    }
    var login = keys.logins().redis();
    AclUser user = AclUser.of(login.username(), event.storeKey(), login.password());
    String other = event.loginRole(rotation.generation() + 1);
    Outcome outcome =
        onEach(
            admin,
            redis -> {
              boolean changed = set(redis, user);
              if (!rotation.underWay()) {
                changed |= AclUser.delete(redis, other);
              }
              // Asked also where nothing changed: a list that cannot be saved is worth saying.
              return (!changed && last != null && last.outcome().persistent())
                  || AclUser.save(redis);
            });
    applied.put(event.storeKey(), new Applied(lives, rotation.generation(), outcome));
    return outcome;
  }

  /**
   * Tries a login that somebody else made, on the masters.
   *
   * @throws StoreFailure if a master does not answer, or refuses what the event needs
   */
  public void tryGiven(RedisAccount given, EventIdentity event) {
    String[] key = {"{" + event.storeKey() + "}:epoch"};
    for (RedisNode node : topology.of(given)) {
      if (node.master()) {
        connections.with(given, node, redis -> tried(given, redis, key));
      }
    }
  }

  private static boolean tried(
      RedisAccount given, RedisCommands<String, String> redis, String[] key) {
    try {
      RedisProbe.runId(redis);
      return redis.eval("return redis.call('TIME') and 1", ScriptOutputType.INTEGER, key) != null;
    } catch (RedisCommandExecutionException e) {
      String said = String.valueOf(e.getMessage());
      if (said.startsWith("MOVED")) {
        return true;
      }
      throw new StoreFailure(
          Reason.GivenLoginRefused,
          "Redis lets user \"%s\" not do what the event needs (%s); give it keys and channels %s* and +@all -@admin -@dangerous +info +cluster|nodes"
              .formatted(given.username(), said, key[0].substring(0, key[0].indexOf(':') + 1)),
          e);
    }
  }

  /**
   * Removes the user of the generation before, with its connections.
   *
   * @throws StoreFailure if a master does not answer or refuses
   */
  public void retire(RedisAccount admin, EventIdentity event, Rotation rotation) {
    String old = event.loginRole(rotation.generation() - 1);
    onEach(admin, redis -> !AclUser.delete(redis, old) || AclUser.save(redis));
  }

  /** Removes the users with their connections; keys stay. */
  public void lock(RedisAccount admin, EventIdentity event) {
    applied.remove(event.storeKey());
    onEach(
        admin,
        redis -> {
          boolean changed = false;
          for (String user : event.loginRoles()) {
            changed |= AclUser.delete(redis, user);
          }
          return !changed || AclUser.save(redis);
        });
  }

  /** Removes the users and every key that begins with the event's store key. */
  public void drop(RedisAccount admin, EventIdentity event) {
    lock(admin, event);
    topology.of(admin).stream()
        .filter(RedisNode::master)
        .forEach(
            node ->
                connections.with(
                    admin,
                    node,
                    redis -> {
                      unlink(redis, "{" + event.storeKey() + "}:*");
                      return true;
                    }));
  }

  private boolean set(RedisCommands<String, String> redis, AclUser user) {
    String runId = RedisProbe.runId(redis);
    if (user.shape(redis).equals(shapes.get(runId))) {
      return false;
    }
    user.set(redis);
    shapes.put(runId, user.shape(redis));
    return true;
  }

  /** Every server answers whether its list is in a file; a replica may be away. */
  private Outcome onEach(
      RedisAccount admin, Function<RedisCommands<String, String>, Boolean> work) {
    boolean persistent = true;
    List<String> away = new ArrayList<>();
    for (RedisNode node : topology.of(admin)) {
      try {
        if (node.away() && !node.master()) {
          away.add(node.address());
        } else {
          persistent &= connections.with(admin, node, work);
        }
      } catch (StoreFailure e) {
        if (node.master() || e.reason() != Reason.Unreachable) {
          throw e;
        }
        away.add(node.address());
      }
    }
    return new Outcome(persistent, List.copyOf(away));
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
}
