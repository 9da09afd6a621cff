package dev.onsale.operator.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One user of Redis' access control list, on one server.
 *
 * @param hash SHA-256 of the password, hex
 */
record AclUser(String name, String storeKey, String hash) {

  /**
   * INFO tells the run id by which the runtime notices a lost master, CLUSTER NODES where keys are.
   * Scripts run with the user's own rights; functions are shared by all users, as are SCAN,
   * RANDOMKEY and DBSIZE.
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
          "+cluster|nodes",
          "+cluster|slots",
          "+cluster|myid",
          "+client|id",
          "+client|setname");

  static AclUser of(String name, String storeKey, String password) {
    return new AclUser(name, storeKey, sha256Hex(password));
  }

  /** Sets the user as it should be, whatever it was. */
  void set(RedisCommands<String, String> redis) {
    CommandArgs<String, String> arguments =
        new CommandArgs<>(StringCodec.UTF8)
            .add("SETUSER")
            .add(name)
            .add("reset")
            .add("on")
            .add("#" + hash)
            .add("~{" + storeKey + "}:*")
            .add("&{" + storeKey + "}:*");
    COMMANDS.forEach(arguments::add);
    redis.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
  }

  /** What the server says of the user, without what differs from event to event. */
  String shape(RedisCommands<String, String> redis) {
    return describe(redis, name).replace(storeKey, "KEY").replace(hash, "HASH");
  }

  /** Removes a user; the server ends its connections. */
  static boolean delete(RedisCommands<String, String> redis, String name) {
    if (describe(redis, name).isEmpty()) {
      return false;
    }
    return redis.aclDeluser(name) > 0;
  }

  /**
   * Writes the list to the server's file.
   *
   * @return whether the server has one
   */
  static boolean save(RedisCommands<String, String> redis) {
    try {
      redis.aclSave();
      return true;
    } catch (RedisCommandExecutionException e) {
      if (String.valueOf(e.getMessage()).contains("ACL file")) {
        return false;
      }
      throw e;
    }
  }

  /** What the server says of the user, empty where there is none. */
  private static String describe(RedisCommands<String, String> redis, String user) {
    CommandArgs<String, String> arguments =
        new CommandArgs<>(StringCodec.UTF8).add("GETUSER").add(user);
    List<Object> answer =
        redis.dispatch(CommandType.ACL, new ArrayOutput<>(StringCodec.UTF8), arguments);
    return answer == null || answer.isEmpty() || (answer.size() == 1 && answer.get(0) == null)
        ? ""
        : answer.toString();
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
