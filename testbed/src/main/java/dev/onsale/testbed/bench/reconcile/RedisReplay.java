package dev.onsale.testbed.bench.reconcile;

import dev.onsale.testbed.stores.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;

/**
 * The part of the bare client that speaks to Redis, which tells how often it was asked for what.
 */
final class RedisReplay implements AutoCloseable {

  private final RedisClient client;
  private final Recording recording;
  private final Subject recorded;

  RedisReplay(EmbeddedRedis redis, Recording recording, Subject recorded) {
    this.client = RedisClient.create(redis.uri());
    this.recording = recording;
    this.recorded = recorded;
  }

  /** Opens as many connections as were recorded, and sends every command on the first. */
  void replay(Subject event) {
    long left = recording.redisConnections();
    do {
      try (var connection = client.connect()) {
        if (left == recording.redisConnections()) {
          recording
              .redis()
              .forEach(
                  (command, count) -> {
                    for (int i = 0; i < count; i++) {
                      send(connection.sync(), command, event);
                    }
                  });
        }
      }
    } while (--left > 0);
  }

  private void send(RedisCommands<String, String> commands, String command, Subject event) {
    CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
    switch (command) {
      case "acl|setuser" -> {
        arguments.add("SETUSER").add(event.storeKey() + "_a").add("reset");
        recording
            .aclRules()
            .forEach(rule -> arguments.add(rule.replace(recorded.storeKey(), event.storeKey())));
        commands.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments);
      }
      case "acl|save" ->
          commands.dispatch(
              CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), arguments.add("SAVE"));
      case "acl|getuser" ->
          commands.dispatch(
              CommandType.ACL,
              new ArrayOutput<>(StringCodec.UTF8),
              arguments.add("GETUSER").add(event.storeKey() + "_a"));
      case "info" -> commands.info("server");
      default -> commands.ping();
    }
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
