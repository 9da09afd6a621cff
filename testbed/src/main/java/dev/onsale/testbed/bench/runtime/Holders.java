package dev.onsale.testbed.bench.runtime;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Buyers with sessions who hold seats of a hall, lap after lap. */
final class Holders implements AutoCloseable {
  /** What one of them may hold. */
  private static final int CAP = 4;

  private static final int ARGUMENTS = 20;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

  /** Holds whose time is over lapse at once; the worker gives the seats back as always. */
  private static final String LAPSE =
      "for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do redis.call('ZADD', KEYS[1], 1, id) end";

  /** What is kept for a while after a hold. */
  private static final String FORGET =
      "for _, p in ipairs(ARGV) do for _, k in ipairs(redis.call('KEYS', p)) do redis.call('UNLINK', k) end end";

  private final EventOnSale event;
  private final Requests requests;
  private final QueueInRedis queue;
  private final StatefulRedisConnection<String, String> redis;
  private final List<Crowd.Inside> inside;
  private long keys;

  /**
   * @param count of buyers
   */
  Holders(EventOnSale event, int count) throws InterruptedException {
    this.event = event;
    this.requests = new Requests(event);
    this.queue = new QueueInRedis(event);
    this.redis = queue.connection;
    queue.serveEverybody();
    this.inside = new Crowd(event).inside(count);
  }

  /** Each group of seats is named. */
  Laps named(List<Integer> groups, int size, int least) {
    return laps(
        groups,
        size,
        least,
        first ->
            IntStream.range(first, first + size)
                .mapToObj(Hall::id)
                .collect(Collectors.joining("\",\"", "{\"seats\":[\"", "\"]}")));
  }

  /** As many holds as there are groups, wherever they are best. */
  Laps best(List<Integer> groups, int size, int least) {
    String body = "{\"bestAvailable\":{\"quantity\":%d}}".formatted(size);
    return laps(groups, size, least, first -> body);
  }

  private Laps laps(List<Integer> groups, int size, int least, IntFunction<String> body) {
    return new Laps(
        groups.size(),
        least,
        this::lapse,
        () -> {
          Queue<byte[]> lap = new ArrayDeque<>(groups.size());
          for (int first : groups) {
            int buyer = lap.size() / (CAP / size);
            lap.add(
                requests.hold(inside.get(buyer), "key-%08d".formatted(keys++), body.apply(first)));
          }
          return new HttpSide(
              event.port, () -> new Traffic(lap::poll, answer -> answer.status() == 201));
        });
  }

  /** The same script, called by nobody but a pipeline. */
  Laps raw(List<Integer> pairs) throws Exception {
    lapse();
    byte[] one =
        requests.hold(
            inside.getFirst(),
            "key-recorded",
            "{\"seats\":[\"%s\",\"%s\"]}".formatted(Hall.id(0), Hall.id(1)));
    RecordedCall call =
        RecordedCall.of(
            redis, () -> hold(one), words -> words.size() == ARGUMENTS && words.contains("seats"));
    List<Map.Entry<String, String>> sessions =
        new ArrayList<>(redis.sync().hgetall(name("session-ids")).entrySet());
    return new Laps(
        pairs.size(),
        1,
        this::lapse,
        () -> {
          Queue<Integer> lap = new ArrayDeque<>(pairs);
          return new RawCalls(
              redis,
              () -> {
                Integer first = lap.poll();
                return first == null
                    ? null
                    : again(call, sessions.get((pairs.size() - lap.size() - 1) / 2), first);
              });
        });
  }

  private CompletableFuture<Boolean> again(
      RecordedCall call, Map.Entry<String, String> session, int first) {
    String[] all = call.arguments().toArray(String[]::new);
    String key = "%032x".formatted(keys++);
    all[2] = all[2].substring(0, all[2].length() - 12) + key.substring(20);
    all[3] = session.getKey();
    all[4] = session.getValue();
    all[5] = key;
    int part = first - first % (Hall.ROW / 2);
    all[14] = String.valueOf(part);
    all[15] = String.valueOf(part + Hall.ROW / 2 - 1);
    all[18] = String.valueOf(first);
    all[19] = String.valueOf(first + 1);
    return call.repeat(redis, all, "HELD");
  }

  private void hold(byte[] request) {
    try (Load load = new Load(event.port, 1)) {
      String answer = load.once(request);
      if (!answer.startsWith("HTTP/1.1 201")) {
        throw new IllegalStateException("a hold was answered " + answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Bytes that Redis says it uses. */
  long redisBytes() {
    return redis
        .sync()
        .info("memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .map(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Redis tells no used_memory"));
  }

  /** All seats that are held come free, and the process knows it. */
  private void lapse() throws InterruptedException {
    var sync = redis.sync();
    String deadlines = name("deadlines");
    sync.eval(LAPSE, io.lettuce.core.ScriptOutputType.STATUS, deadlines);
    long until = System.nanoTime() + PATIENCE;
    try (Load onlooker = new Load(event.port, 1)) {
      while (sync.zcard(deadlines) > 0
          || free(onlooker) != Integer.parseInt(sync.hget(name("counts"), "free"))) {
        if (System.nanoTime() > until) {
          throw new IllegalStateException("holds did not lapse");
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    sync.eval(
        FORGET,
        io.lettuce.core.ScriptOutputType.STATUS,
        new String[] {deadlines},
        name("hold:*"),
        name("same:*"));
  }

  /** As the process tells everybody. */
  private long free(Load onlooker) {
    String answer = onlooker.once(requests.availability());
    return Long.parseLong(answer.replaceFirst("(?s).*\"free\":(\\d+).*", "$1"));
  }

  private String name(String key) {
    return queue.key(key);
  }

  @Override
  public void close() {
    queue.close();
  }
}
