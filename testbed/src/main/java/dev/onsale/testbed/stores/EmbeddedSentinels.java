package dev.onsale.testbed.stores;

import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.Guarded;
import dev.onsale.testbed.process.Ports;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A master, a replica and three sentinels that promote the replica two seconds after the master
 * fell silent.
 */
public final class EmbeddedSentinels implements AutoCloseable {
  /** What the sentinels call the master. */
  public static final String MASTER = "house";

  private static final Duration START = Duration.ofSeconds(40);
  private static final int SENTINELS = 3;

  private final EmbeddedRedis master;
  private final EmbeddedRedis replica;
  private final List<Guarded> sentinels = new ArrayList<>();
  private final List<Integer> ports;

  private EmbeddedSentinels(EmbeddedRedis master, EmbeddedRedis replica) {
    this.master = master;
    this.replica = replica;
    this.ports = Ports.free(SENTINELS);
  }

  public static EmbeddedSentinels start() {
    EmbeddedRedis master = EmbeddedRedis.start();
    EmbeddedRedis replica = EmbeddedRedis.replicaOf(master);
    EmbeddedSentinels all = new EmbeddedSentinels(master, replica);
    try {
      all.ports.forEach(port -> all.sentinels.add(all.sentinel(port)));
      for (int i = 0; i < SENTINELS; i++) {
        int port = all.ports.get(i);
        all.sentinels.get(i).awaitReady(() -> knowsAll(port), START);
      }
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /** The one that was the master at first; killing it makes the replica master. */
  public EmbeddedRedis master() {
    return master;
  }

  public EmbeddedRedis replica() {
    return replica;
  }

  /** What the master takes from now on never reaches the replica. */
  public void cutOffReplica() {
    replica.fallBehind(master);
  }

  /** {@code host:port} of the sentinels. */
  public List<String> endpoints() {
    return ports.stream().map(port -> "127.0.0.1:" + port).toList();
  }

  private Guarded sentinel(int port) {
    Path folder = Folders.state("sentinel");
    Path configuration = folder.resolve("sentinel.conf");
    try {
      Files.writeString(
          configuration,
          """
          bind 127.0.0.1
          port %1$d
          dir %2$s
          sentinel monitor %3$s 127.0.0.1 %4$d 2
          sentinel auth-user %3$s %5$s
          sentinel auth-pass %3$s %6$s
          sentinel down-after-milliseconds %3$s 2000
          sentinel failover-timeout %3$s 5000
          """
              .formatted(
                  port,
                  folder,
                  MASTER,
                  master.port(),
                  master.admin().user(),
                  master.admin().password()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure a sentinel in " + folder, e);
    }
    Guarded sentinel =
        Guarded.start(
            new Guarded.Spec(
                "Redis Sentinel",
                folder,
                Folders.logs().resolve("sentinel-" + port + ".log"),
                "KILL",
                List.of(RedisBinary.find().toString(), configuration.toString(), "--sentinel")));
    sentinel.awaitReady(() -> Ports.answers("127.0.0.1", port), START);
    return sentinel;
  }

  /** They learn of the replica from the master, and of each other through it. */
  private static boolean knowsAll(int port) {
    RedisClient client =
        RedisClient.create(RedisURI.Builder.sentinel("127.0.0.1", port, MASTER).build());
    try (var connection = client.connectSentinel()) {
      Map<String, String> master = connection.sync().master(MASTER);
      return "1".equals(master.get("num-slaves"))
          && String.valueOf(SENTINELS - 1).equals(master.get("num-other-sentinels"));
    } catch (RedisException e) {
      // not yet: the condition is asked again until the deadline
      return false;
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  @Override
  public void close() {
    sentinels.forEach(Guarded::close);
    replica.close();
    master.close();
  }
}
