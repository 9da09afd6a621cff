package dev.onsale.testbed.bench.runtime;

import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A script called by nobody but a pipeline: the most that Redis itself can do. */
final class RawCalls implements Comparison.Side {
  private static final int BATCH = 32;
  private static final int BATCHES = 4;
  private static final long STEP = TimeUnit.MICROSECONDS.toNanos(500);

  private final StatefulRedisConnection<String, String> connection;
  private final Supplier<@Nullable CompletableFuture<Boolean>> next;

  /**
   * @param next sends the next call and tells whether its answer is right; null when there are no
   *     more
   */
  RawCalls(
      StatefulRedisConnection<String, String> connection,
      Supplier<@Nullable CompletableFuture<Boolean>> next) {
    this.connection = connection;
    this.next = next;
  }

  @Override
  public Measured most(Duration time) throws Exception {
    connection.setAutoFlushCommands(false);
    try {
      Deque<List<CompletableFuture<Boolean>>> sent = new ArrayDeque<>();
      long began = System.nanoTime();
      long answered = 0;
      long wrong = 0;
      boolean over = false;
      while (!over || !sent.isEmpty()) {
        over |= System.nanoTime() - began >= time.toNanos();
        if (!over && sent.size() < BATCHES) {
          List<CompletableFuture<Boolean>> batch = batch();
          over = batch.size() < BATCH;
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

  private List<CompletableFuture<Boolean>> batch() {
    List<CompletableFuture<Boolean>> batch = new ArrayList<>(BATCH);
    while (batch.size() < BATCH) {
      CompletableFuture<Boolean> one = next.get();
      if (one == null) {
        break;
      }
      batch.add(one);
    }
    connection.flushCommands();
    return batch;
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
          CompletableFuture<Boolean> call = next.get();
          if (call == null) {
            throw new IllegalStateException("there were only " + number + " calls to make");
          }
          all.add(
              call.thenAccept(
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
