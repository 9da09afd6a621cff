package dev.onsale.testbed.kubernetes;

import dev.onsale.testbed.binaries.KubernetesBinaries;
import dev.onsale.testbed.binaries.Program;
import dev.onsale.testbed.process.Command;
import dev.onsale.testbed.process.Deadline;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.Guarded;
import dev.onsale.testbed.process.LogTail;
import dev.onsale.testbed.process.Ports;
import dev.onsale.testbed.process.Resources;
import dev.onsale.testbed.process.StartFailure;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A whole Kubernetes node on this machine (Linux, root), in mount, network, pid, ipc and uts
 * namespaces of its own. Several stand side by side. It ends with this JVM, however that ends,
 * unless {@link #detach detached}.
 */
public final class LocalNode implements AutoCloseable {
  private static final int API_PORT = 6443;
  private static final Duration NAMESPACES = Duration.ofSeconds(20);
  private static final Duration READY = Duration.ofSeconds(240);
  private static final Duration IMPORT = Duration.ofSeconds(240);

  private final Guarded process;
  private final Path folder;
  private final Path logs;
  private final int network;
  private final Token admin;
  private @Nullable KubernetesClient client;

  private LocalNode(Guarded process, Path folder, Path logs, int network, Token admin) {
    this.process = process;
    this.folder = folder;
    this.logs = logs;
    this.network = network;
    this.admin = admin;
  }

  /**
   * Begins to start a node and returns as soon as its network exists, within a second: stores can
   * then listen on {@link #gatewayAddress()} while the node comes up. {@link #awaitReady} waits for
   * the rest.
   *
   * @throws StartFailure without root, without the needed packages, or naming the log
   */
  public static LocalNode start() {
    return start(Map.of());
  }

  /**
   * The same with metrics-server, so that autoscalers see the processor time of pods; {@link
   * #serveMetrics} tells the API of it once the node is ready.
   */
  public static LocalNode startMeasured() {
    return start(
        Map.of("METRICS_SERVER", KubernetesBinaries.path(Program.METRICS_SERVER).toString()));
  }

  private static LocalNode start(Map<String, String> environment) {
    Requirements.check();
    KubernetesBinaries.provide(Program.ofEveryNode());
    Path folder = Folders.state("node");
    Path logs = Folders.create(Folders.logs().resolve(folder.getFileName().toString()));
    Token admin = Token.admin(UUID.randomUUID().toString());
    Path binaries =
        Objects.requireNonNull(KubernetesBinaries.path(Program.KUBELET).getParent(), "a folder");
    Guarded process =
        Guarded.guard(
            new Guarded.Spec(
                "the node",
                folder,
                logs.resolve("node.log"),
                "KILL",
                Duration.ofSeconds(5),
                folder.resolve("node-cleanup.sh"),
                environment,
                List.of(
                    "bash",
                    folder.resolve("node.sh").toString(),
                    folder.toString(),
                    logs.toString(),
                    binaries.toString(),
                    folder.toString())));
    try {
      prepare(folder, admin);
      if (!environment.isEmpty()) {
        AggregationKeys.write(folder);
      }
      process.restart();
      process.awaitReady(() -> Files.exists(folder.resolve("network")), NAMESPACES);
      int network = Integer.parseInt(Files.readString(folder.resolve("network")).strip());
      return new LocalNode(process, folder, logs, network, admin);
    } catch (IOException e) {
      process.close();
      throw new UncheckedIOException("cannot read " + folder.resolve("network"), e);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** This machine, as the node and its pods see it: 198.18.N.1. Stores listen there. */
  public String gatewayAddress() {
    return "198.18.%d.1".formatted(network);
  }

  /** The node, as this machine sees it: 198.18.N.2. NodePorts answer there. */
  public String address() {
    return "198.18.%d.2".formatted(network);
  }

  /** The Node object's name. */
  public String name() {
    return "onsale-" + network;
  }

  /** The admin's kubeconfig, for any user of this machine who may read it; there once ready. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** Where each component writes a log of its own. */
  public Path logs() {
    return logs;
  }

  /** State; disappears with the node. A detached node is ended by it. */
  public Path folder() {
    return folder;
  }

  /**
   * Waits until the API answers and the node is Ready.
   *
   * @throws StartFailure naming the log to read
   */
  public void awaitReady() {
    Path certificate = folder.resolve("certificates/apiserver.crt");
    await(() -> Files.exists(certificate) && nodeReady(), READY, "kubelet.log");
    Kubeconfig.write(kubeconfig(), Kubeconfig.text(server(), certificate(), admin));
  }

  /**
   * Waits until the API serves {@code metrics.k8s.io} and knows this node's figures; only for a
   * node that was {@link #startMeasured started with} metrics-server.
   */
  public void serveMetrics() {
    MetricsApi.register(client(), address());
    await(() -> MetricsApi.knows(client(), name()), READY, "metrics-server.log");
  }

  /** A client with every right, shared by all callers; closed with the node. */
  public synchronized KubernetesClient client() {
    KubernetesClient existing = client;
    if (existing == null) {
      existing = newClient();
      client = existing;
    }
    return existing;
  }

  /**
   * Makes an image known to the node.
   *
   * @param tar a docker archive
   */
  public void importImage(Path tar) {
    Path socket = folder.resolve("containerd.sock");
    await(() -> Files.exists(socket), READY, "containerd.log");
    // a Unix socket is reached by its path, from outside of the namespaces too; mounts are not, so
    // the unpacking must be done by ctr's server side
    Command.run(
        logs.resolve("images.log"),
        IMPORT,
        List.of(
            "nsenter",
            "--mount",
            "--target=" + inner(),
            "ctr",
            "--address=" + socket,
            "--namespace=k8s.io",
            "images",
            "import",
            tar.toString()));
  }

  /** Lets the node outlive this JVM, until {@link Guarded#endDetached} on {@link #folder()}. */
  public void detach() {
    process.detach();
  }

  public Guarded process() {
    return process;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (client != null) {
        client.close();
      }
    }
    process.close();
  }

  private static void prepare(Path folder, Token admin) {
    for (String script : List.of("node.sh", "node-inside.sh", "node-cleanup.sh")) {
      Resources.copy(LocalNode.class, script, folder.resolve(script));
    }
    ServiceAccountKeys.write(folder);
    Token.write(folder.resolve("tokens.csv"), List.of(admin));
    PauseImage.write(folder.resolve("pause.tar"));
  }

  private boolean nodeReady() {
    if (!Ports.answers(address(), API_PORT)) {
      return false;
    }
    try {
      Node node = client().nodes().withName(name()).get();
      return node != null
          && node.getStatus().getConditions().stream()
              .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    } catch (KubernetesClientException e) {
      // not yet: the condition is asked again until the deadline
      return false;
    }
  }

  private KubernetesClient newClient() {
    Config config = Config.fromKubeconfig(Kubeconfig.text(server(), certificate(), admin));
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private String server() {
    return "https://" + address() + ":" + API_PORT;
  }

  private String certificate() {
    try {
      return Files.readString(folder.resolve("certificates/apiserver.crt"));
    } catch (IOException e) {
      throw new StartFailure("the API server has not written its certificate", e);
    }
  }

  private String inner() {
    try {
      return Files.readString(folder.resolve("inner")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder.resolve("inner"), e);
    }
  }

  private void await(BooleanSupplier condition, Duration time, String log) {
    Deadline deadline = Deadline.in(time);
    while (!condition.getAsBoolean()) {
      if (!process.running()) {
        throw new StartFailure("the node ended" + LogTail.of(logs.resolve("node.log")));
      }
      if (deadline.over()) {
        throw new StartFailure(
            "the node was not ready after %d s; logs of all components: %s; the first to read%s"
                .formatted(time.toSeconds(), logs, LogTail.of(logs.resolve(log))));
      }
      deadline.pause();
    }
  }
}
