package dev.onsale.booking.redis;

import dev.onsale.booking.stores.StaleEpochException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The event's data in Redis: every script runs in the epoch in force or not at all.
 *
 * <p>{@code {store key}:epoch} is a hash of {@code number} and {@code runId}; all other keys are
 * {@code {store key}:NUMBER:name}, so what an old epoch left behind, or a late writer of it writes,
 * is never read.
 */
public final class EventRedis {
  private static final Script FORCE = Script.of("epoch/force.lua");
  private static final Script RECORDED = Script.of("epoch/recorded.lua");

  private final RedisConnection redis;
  private final String epochKey;
  private volatile @Nullable Known known;

  /**
   * An epoch, the connection it was read on, and how many had been made before. What is sent in an
   * epoch goes where the epoch was read: the process at the end of another connection may have an
   * old snapshot of it.
   */
  private record Known(long epoch, RedisLink on, long connects) {}

  /**
   * What Redis itself says of its epoch.
   *
   * @param now on its clock
   */
  public record Recorded(long epoch, String epochRunId, String runId, Instant now) {
    /** An epoch is there and was written to this very Redis process. */
    public boolean inForce() {
      return epoch > 0 && epochRunId.equals(runId);
    }
  }

  public EventRedis(RedisConnection redis, String storeKey) {
    this.redis = redis;
    this.epochKey = "{" + storeKey + "}:epoch";
  }

  /**
   * The epoch in force.
   *
   * @throws StaleEpochException while there is none
   */
  public long epoch() {
    return verified().epoch();
  }

  /** What is known and still holds; null if Redis has to be asked. */
  private @Nullable Known fresh() {
    Known last = known;
    return last != null && redis.uses(last.on()) && last.connects() == redis.connects()
        ? last
        : null;
  }

  private Known verified() {
    Known last = fresh();
    if (last != null) {
      return last;
    }
    RedisLink link = redis.link();
    long connects = redis.connects();
    Recorded recorded = recorded(link);
    if (!recorded.inForce()) {
      throw new StaleEpochException(recorded.epoch());
    }
    Known now = new Known(recorded.epoch(), link, connects);
    known = now;
    return now;
  }

  /**
   * Runs a script in the epoch in force.
   *
   * @param arguments after the epoch, which every script gets first
   * @return the reply, beginning with the outcome's name
   * @throws StaleEpochException when the epoch changed
   */
  public Reply run(Script script, Object... arguments) {
    return runIn(epoch(), script, arguments);
  }

  /** As {@link #run}, but refuses any epoch but the given one. */
  public Reply runIn(long epoch, Script script, Object... arguments) {
    Known now = verified();
    if (now.epoch() != epoch) {
      throw stale(epoch);
    }
    return checked(epoch, send(now.on(), script, epoch, arguments));
  }

  /**
   * As {@link #run}, without waiting. The reply comes on a thread that must not be blocked; a
   * failure may be wrapped in a {@link java.util.concurrent.CompletionException}.
   */
  public CompletableFuture<Reply> start(Script script, Object... arguments) {
    return start(script, epoch -> arguments);
  }

  /** As the other, with arguments that the epoch is part of. */
  public CompletableFuture<Reply> start(Script script, LongFunction<Object[]> arguments) {
    Known last = fresh();
    if (last == null) {
      // To find the epoch is to wait for Redis; it happens once a connection.
      return CompletableFuture.supplyAsync(this::verified, Thread::startVirtualThread)
          .thenCompose(now -> start(now, script, arguments));
    }
    return start(last, script, arguments);
  }

  private CompletableFuture<Reply> start(
      Known in, Script script, LongFunction<Object[]> arguments) {
    return script
        .send(redis, in.on(), epochKey, withEpoch(in.epoch(), arguments.apply(in.epoch())))
        .thenApply(values -> checked(in.epoch(), new Reply(values)));
  }

  private Reply checked(long epoch, Reply reply) {
    if (reply.outcome().equals("STALE")) {
      throw stale(epoch);
    }
    return reply;
  }

  private StaleEpochException stale(long epoch) {
    known = null;
    return new StaleEpochException(epoch);
  }

  /** Reads the epoch and the run id of the Redis process that answers. */
  public Recorded recorded() {
    return recorded(redis.link());
  }

  private Recorded recorded(RedisLink on) {
    Reply reply = new Reply(RECORDED.run(redis, on, epochKey));
    if (reply.text(3).isEmpty()) {
      throw new IllegalStateException("Redis tells no run_id in INFO server");
    }
    return new Recorded(
        reply.number(1), reply.text(2), reply.text(3), Instant.ofEpochMilli(reply.number(4)));
  }

  /** Takes the epoch out of force: from now on every script is refused. */
  public void suspend() {
    redis.call(redis.link(), r -> r.del(epochKey));
    known = null;
  }

  /**
   * Runs a script that builds up an epoch not yet in force; it must not begin with the prelude that
   * checks it.
   */
  public Reply build(long epoch, Script script, Object... arguments) {
    return send(redis.link(), script, epoch, arguments);
  }

  /** Puts an epoch in force, unless a later one is. */
  public void force(long epoch, String runId) {
    send(redis.link(), FORCE, epoch, runId);
  }

  /** Removes what is left of an epoch's lasting keys; keys of single holds lapse by themselves. */
  public void discard(long epoch, List<String> names) {
    String prefix = epochKey.substring(0, epochKey.length() - "epoch".length()) + epoch + ":";
    String[] keys = names.stream().map(prefix::concat).toArray(String[]::new);
    redis.call(redis.link(), r -> r.unlink(keys));
  }

  private Reply send(RedisLink on, Script script, long epoch, Object... arguments) {
    return new Reply(script.run(redis, on, epochKey, withEpoch(epoch, arguments)));
  }

  private static String[] withEpoch(long epoch, Object... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = Long.toString(epoch);
    for (int i = 0; i < arguments.length; i++) {
      all[i + 1] = String.valueOf(arguments[i]);
    }
    return all;
  }
}
