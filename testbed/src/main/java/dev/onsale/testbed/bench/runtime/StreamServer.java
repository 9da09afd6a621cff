package dev.onsale.testbed.bench.runtime;

import dev.onsale.testbed.process.Guarded;
import dev.onsale.testbed.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A process that streams. */
record StreamServer(int port, int managementPort, LongSupplier process, Runnable end)
    implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  static StreamServer reference(int firstBytes, int deltaBytes) {
    int port = Ports.free();
    Guarded process =
        Jvm.start(
            "bench-stream-reference",
            Map.of(),
            Jvm.command(
                System.getProperty("java.class.path"),
                StreamReferenceServer.class.getName(),
                String.valueOf(port),
                String.valueOf(firstBytes),
                String.valueOf(deltaBytes)));
    StreamServer server = new StreamServer(port, 0, process::pid, process::close);
    try {
      process.awaitReady(() -> Load.answers(port, CHANGE), START);
      return server;
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static final byte[] CHANGE =
      Answer.ascii("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");

  Object change() throws InterruptedException {
    try (Load load = new Load(port, 1)) {
      return load.once(CHANGE);
    }
  }

  long pid() {
    return process.getAsLong();
  }

  /** A figure of its metrics; 0 if it tells none. */
  double figure(String name) throws InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:%d/metrics".formatted(managementPort));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(metrics).timeout(START).build(), BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException("the process tells no metrics", e);
    }
  }

  /** The next crowd finds the process as this one did. */
  void awaitNobody() throws InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (managementPort != 0 && figure("onsale_seats_streams") > 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("streams stay open after their clients left");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
