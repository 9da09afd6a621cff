package dev.onsale.testbed.bench.runtime;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * A script as the process calls it, seen in Redis while it did: repeated with other arguments, it
 * is the same work without the process.
 */
record RecordedCall(String sha, String key, List<String> arguments) {
  private static final int MOST = 1_000;

  /**
   * What Redis is told while something is done.
   *
   * @param wanted knows the call by its arguments
   */
  static RecordedCall of(
      StatefulRedisConnection<String, String> redis,
      Runnable deed,
      Predicate<List<String>> wanted) {
    var sync = redis.sync();
    sync.configSet("slowlog-log-slower-than", "0");
    sync.configSet("slowlog-max-len", String.valueOf(MOST));
    sync.slowlogReset();
    deed.run();
    sync.configSet("slowlog-log-slower-than", "10000");
    return sync.slowlogGet(MOST).stream()
        .map(entry -> strings(((List<?>) entry).get(3)))
        .filter(words -> words.getFirst().equalsIgnoreCase("evalsha"))
        .map(words -> new RecordedCall(words.get(1), words.get(3), words.subList(4, words.size())))
        .filter(call -> wanted.test(call.arguments()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the script was not seen in Redis"));
  }

  private static List<String> strings(Object list) {
    return ((List<?>) list).stream().map(String::valueOf).toList();
  }

  /** The same call with other arguments; whether its outcome is that. */
  CompletableFuture<Boolean> repeat(
      StatefulRedisConnection<String, String> redis, String[] others, String outcome) {
    return redis
        .async()
        .<List<Object>>evalsha(sha, ScriptOutputType.MULTI, new String[] {key}, others)
        .toCompletableFuture()
        .thenApply(reply -> outcome.equals(reply.getFirst()));
  }
}
