package dev.onsale.testbed.stores;

import dev.onsale.testbed.process.StartFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, Redis and Kafka on this machine, outside any cluster, as managed services are. */
public record Stores(EmbeddedPostgres postgres, EmbeddedRedis redis, EmbeddedKafka kafka)
    implements AutoCloseable {
  private static @Nullable Stores shared;

  /** The stores all tests of this JVM share: started at the first call, ended with the JVM. */
  public static synchronized Stores shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  /**
   * Starts the three at once, on loopback and on {@code addresses} of this machine.
   *
   * @throws StartFailure when one does not start; the others are ended then
   */
  public static Stores start(String... addresses) {
    try (var threads = Executors.newFixedThreadPool(3)) {
      Future<EmbeddedPostgres> postgres = threads.submit(() -> EmbeddedPostgres.start(addresses));
      Future<EmbeddedRedis> redis = threads.submit(() -> EmbeddedRedis.start(addresses));
      Future<EmbeddedKafka> kafka = threads.submit(() -> EmbeddedKafka.start(addresses));
      try {
        return new Stores(postgres.get(), redis.get(), kafka.get());
      } catch (ExecutionException e) {
        closeStarted(List.of(postgres, redis, kafka));
        if (e.getCause() instanceof StartFailure failure) {
          throw failure;
        }
        throw new StartFailure("a store did not start", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        closeStarted(List.of(postgres, redis, kafka));
        throw new StartFailure("interrupted while the stores started", e);
      }
    }
  }

  /** Lets all three outlive this JVM. */
  public void detach() {
    postgres.process().detach();
    redis.process().detach();
    kafka.process().detach();
  }

  @Override
  public void close() {
    List<AutoCloseable> all = List.of(postgres, redis, kafka);
    closeAll(all);
  }

  private static void closeStarted(List<Future<? extends AutoCloseable>> starting) {
    List<AutoCloseable> started = new ArrayList<>();
    for (Future<? extends AutoCloseable> store : starting) {
      try {
        started.add(store.get());
      } catch (ExecutionException e) {
        // it did not start; the first failure is the one reported
        continue;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        store.cancel(true);
      }
    }
    closeAll(started);
  }

  private static void closeAll(List<AutoCloseable> stores) {
    for (AutoCloseable store : stores) {
      try {
        store.close();
      } catch (Exception e) {
        throw new IllegalStateException("a store did not end", e);
      }
    }
  }
}
