package dev.onsale.testbed.bench.reconcile;

import dev.onsale.testbed.image.Application;
import dev.onsale.testbed.install.OperatorInstall;
import dev.onsale.testbed.process.Command;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.Guarded;
import dev.onsale.testbed.process.Ports;
import dev.onsale.testbed.process.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The operator in a JVM of its own, with the heap and the options its image gives it. */
final class OperatorProcess implements AutoCloseable {

  /** 45 % of the chart's limit of 768 MiB, as the image and the chart ask. */
  private static final String HEAP = "-Xmx345m";

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(40);
  private static final double MIB = 1024.0 * 1024;
  private static final double TICKS_A_SECOND = 100;

  private final Guarded process;
  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private OperatorProcess(Guarded process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Class path of what {@code mvn package} built. */
  static String packaged() {
    return Application.OPERATOR.jar() + ":" + Application.OPERATOR.libraries() + "/*";
  }

  /** Starts it and waits until it is ready. */
  static OperatorProcess start(Path kubeconfig, String classPath) {
    int port = Ports.free();
    Guarded process =
        Guarded.start(
            new Guarded.Spec(
                "operator",
                Folders.state("operator"),
                Folders.logs().resolve("operator-" + port + ".log"),
                "TERM",
                STOP,
                null,
                Map.of(
                    "MALLOC_ARENA_MAX",
                    "2",
                    "KUBECONFIG",
                    kubeconfig.toString(),
                    "OPERATOR_NAMESPACE",
                    OperatorInstall.NAMESPACE,
                    "LEADER_ELECTION",
                    "true",
                    "POD_NAME",
                    "bench-operator",
                    "SERVER_PORT",
                    String.valueOf(port),
                    "SERVER_ADDRESS",
                    "127.0.0.1"),
                List.of(
                    java("java").toString(),
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    HEAP,
                    "-XX:+ExitOnOutOfMemoryError",
                    "-cp",
                    classPath,
                    "dev.onsale.operator.OperatorApplication")));
    OperatorProcess operator = new OperatorProcess(process, port);
    try {
      operator.awaitReady();
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
    return operator;
  }

  /** Ends it as Kubernetes does, and starts it again; returns when it is ready. */
  void restart() {
    process.stop("TERM", STOP);
    process.restart();
    awaitReady();
  }

  private void awaitReady() {
    process.awaitReady(() -> answer("/health/readiness").startsWith("{\"status\":\"UP\""), START);
  }

  /** Resident memory at present, MiB. */
  double residentMebibytes() {
    return kilobytes("VmRSS:") / 1024.0;
  }

  /** The highest resident memory so far, MiB. */
  double residentPeakMebibytes() {
    return kilobytes("VmHWM:") / 1024.0;
  }

  /** Processor time used so far, s. */
  double cpuSeconds() {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      // fields 14 and 15 of proc_pid_stat(5), counted after the name in parentheses
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the operator's processor time", e);
    }
  }

  /** Heap that a full collection leaves, MiB. */
  double heapMebibytes() {
    Command.run(
        Folders.logs().resolve("jcmd.log"),
        Duration.ofSeconds(30),
        List.of(java("jcmd").toString(), String.valueOf(process.pid()), "GC.run"));
    return answer("/metrics")
            .lines()
            .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum()
        / MIB;
  }

  private long kilobytes(String field) {
    try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .map(line -> line.replaceAll("[^0-9]", ""))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the operator's memory", e);
    }
  }

  /** Empty while it does not answer. */
  private String answer(String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .timeout(Duration.ofSeconds(5))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      // not yet: the condition is asked again until the deadline
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted while the operator was asked", e);
    }
  }

  private static Path java(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program);
  }

  @Override
  public void close() {
    process.close();
    http.close();
  }
}
