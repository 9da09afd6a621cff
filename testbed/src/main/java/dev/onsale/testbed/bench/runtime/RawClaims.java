package dev.onsale.testbed.bench.runtime;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The claim script with arguments as the process sends them, called by nobody but a pipeline. What
 * is called was recorded when a visitor claimed.
 */
final class RawClaims implements Comparison.Side {
  private static final int BATCH = 32;
  private static final int BATCHES = 4;
  private static final int ARGUMENTS = 14;
  private static final long STEP = TimeUnit.MICROSECONDS.toNanos(500);

  private final StatefulRedisConnection<String, String> connection;
  private final RedisAsyncCommands<String, String> redis;
  private final String sha;
  private final String key;
  private final String[] arguments;

  /** Beyond those that visitors have. */
  private long place = QueueInRedis.EVERYBODY / 2;

  RawClaims(QueueInRedis queue, List<String> recorded) {
    this.connection = queue.connection;
    this.redis = connection.async();
    this.sha = recorded.get(1);
    this.key = recorded.get(3);
    this.arguments = recorded.subList(4, recorded.size()).toArray(String[]::new);
  }

  /** Records what the process sends to Redis while somebody claims. */
  static RawClaims recorded(QueueInRedis queue, Runnable claim) {
    var sync = queue.connection.sync();
    sync.configSet("slowlog-log-slower-than", "0");
    sync.configSet("slowlog-max-len", "1000");
    sync.slowlogReset();
    claim.run();
    sync.configSet("slowlog-log-slower-than", "10000");
    return sync.slowlogGet(1000).stream()
        .map(entry -> strings(((List<?>) entry).get(3)))
        .filter(words -> words.getFirst().equalsIgnoreCase("evalsha"))
        // the one with a session for a buyer
        .filter(words -> words.size() == 4 + ARGUMENTS && words.get(8).startsWith("d_"))
        .findFirst()
        .map(words -> new RawClaims(queue, words))
        .orElseThrow(() -> new IllegalStateException("no claim was seen in Redis"));
  }

  private static List<String> strings(Object list) {
    return ((List<?>) list).stream().map(String::valueOf).toList();
  }

  private CompletableFuture<Boolean> claim() {
    String[] all = arguments.clone();
    long now = place++;
    all[1] = Long.toString(now);
    all[3] = all[2] + ".0." + now;
    all[4] = "d_%032x".formatted(now);
    return redis
        .<List<Object>>evalsha(sha, ScriptOutputType.MULTI, new String[] {key}, all)
        .toCompletableFuture()
        .thenApply(reply -> "CLAIMED".equals(reply.getFirst()));
  }

  @Override
  public Measured most(Duration time) throws Exception {
    connection.setAutoFlushCommands(false);
    try {
      Deque<List<CompletableFuture<Boolean>>> sent = new ArrayDeque<>();
      long began = System.nanoTime();
      long answered = 0;
      long wrong = 0;
      while (System.nanoTime() - began < time.toNanos() || !sent.isEmpty()) {
        if (System.nanoTime() - began < time.toNanos() && sent.size() < BATCHES) {
          List<CompletableFuture<Boolean>> batch = new ArrayList<>(BATCH);
          for (int i = 0; i < BATCH; i++) {
            batch.add(claim());
          }
          connection.flushCommands();
          sent.add(batch);
          continue;
        }
        for (CompletableFuture<Boolean> one : sent.remove()) {
          boolean fine = one.get(10, TimeUnit.SECONDS);
          answered += fine ? 1 : 0;
          wrong += fine ? 0 : 1;
        }
      }
      return new Measured(answered, (System.nanoTime() - began) / 1e9, wrong, new long[0]);
    } finally {
      connection.setAutoFlushCommands(true);
    }
  }

  @Override
  public Measured paced(double perSecond, Duration time) throws Exception {
    int count = (int) (perSecond * time.toNanos() / 1e9);
    connection.setAutoFlushCommands(false);
    try {
      long[] nanos = new long[count];
      List<CompletableFuture<?>> all = new ArrayList<>(count);
      AtomicLong wrong = new AtomicLong();
      long began = System.nanoTime();
      while (all.size() < count) {
        long now = System.nanoTime();
        while (all.size() < count && all.size() / perSecond * 1e9 <= now - began) {
          int number = all.size();
          long due = began + (long) (number / perSecond * 1e9);
          all.add(
              claim()
                  .thenAccept(
                      fine -> {
                        nanos[number] = System.nanoTime() - due;
                        if (!fine) {
                          wrong.incrementAndGet();
                        }
                      }));
        }
        connection.flushCommands();
        java.util.concurrent.locks.LockSupport.parkNanos(STEP);
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
      return new Measured(
          count - wrong.get(), time.toNanos() / 1e9, wrong.get(), Arrays.copyOf(nanos, count));
    } finally {
      connection.setAutoFlushCommands(true);
    }
  }
}
