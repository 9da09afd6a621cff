package dev.onsale.testbed.bench.runtime;

import dev.onsale.testbed.process.Guarded;
import dev.onsale.testbed.process.Ports;
import dev.onsale.testbed.stores.EmbeddedRedis;
import java.time.Duration;
import java.util.Map;

/** {@link ReferenceServer} in a JVM of its own. */
final class Reference implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  final int port = Ports.free();
  private final Guarded process;

  /**
   * @param status a body as the waiting room gives it
   * @param place likewise
   */
  Reference(EmbeddedRedis redis, byte[] status, String statusBody, String place) {
    process =
        Jvm.start(
            "bench-reference",
            Map.of(),
            Jvm.command(
                System.getProperty("java.class.path"),
                ReferenceServer.class.getName(),
                String.valueOf(port),
                redis.host(),
                String.valueOf(redis.port()),
                redis.admin().user(),
                redis.admin().password(),
                "bench:counter",
                statusBody,
                place));
    try {
      process.awaitReady(() -> Load.answers(port, status), START);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
