package dev.onsale.testbed.kubernetes;

import dev.onsale.testbed.binaries.KubernetesBinaries;
import dev.onsale.testbed.binaries.Program;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.Guarded;
import dev.onsale.testbed.process.Ports;
import dev.onsale.testbed.process.StartFailure;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A real Kubernetes API on loopback, without nodes and without root: etcd and kube-apiserver, and
 * with {@link Controllers#ON} kube-controller-manager (garbage collection, namespaces, Deployments)
 * and kube-scheduler.
 */
public final class ControlPlane implements AutoCloseable {
  /** Whether garbage collection, namespace deletion and Deployments work. */
  public enum Controllers {
    OFF,
    ON
  }

  private static final Duration START = Duration.ofSeconds(90);
  private static @Nullable ControlPlane shared;

  private final List<Guarded> processes = new ArrayList<>();
  private final Path folder;
  private final int port;
  private final String server;
  private final List<Token> tokens;
  private final @Nullable String auditPolicy;
  private @Nullable KubernetesClient client;

  private ControlPlane(Path folder, int port, List<Token> tokens, @Nullable String auditPolicy) {
    this.folder = folder;
    this.port = port;
    this.server = "https://127.0.0.1:" + port;
    this.tokens = tokens;
    this.auditPolicy = auditPolicy;
  }

  /**
   * The control plane all tests of this JVM share, with controllers: started at the first call,
   * ended with the JVM. A test uses namespaces of its own.
   */
  public static synchronized ControlPlane shared() {
    if (shared == null) {
      shared = start(Controllers.ON);
    }
    return shared;
  }

  /**
   * Starts one on free ports.
   *
   * @param more users beside {@code admin}, known by their tokens
   */
  public static ControlPlane start(Controllers controllers, Token... more) {
    return start(controllers, null, more);
  }

  /**
   * Starts one that writes down who asked what.
   *
   * @param policy an {@code audit.k8s.io/v1} Policy; see {@link #auditLog}
   */
  public static ControlPlane startAudited(Controllers controllers, String policy, Token... more) {
    return start(controllers, policy, more);
  }

  private static ControlPlane start(
      Controllers controllers, @Nullable String auditPolicy, Token... more) {
    List<Token> tokens = new ArrayList<>();
    tokens.add(Token.admin(UUID.randomUUID().toString()));
    tokens.addAll(List.of(more));
    List<Integer> ports = Ports.free(4);
    Path folder = Folders.state("control-plane");
    ControlPlane plane = new ControlPlane(folder, ports.get(0), List.copyOf(tokens), auditPolicy);
    try {
      plane.writeKeys();
      plane.startEtcd(ports.get(1), ports.get(2));
      plane.startApiServer(ports.get(0), ports.get(1));
      plane.awaitReady();
      if (controllers == Controllers.ON) {
        plane.startControllers();
      }
    } catch (RuntimeException e) {
      plane.close();
      throw e;
    }
    return plane;
  }

  /** {@code https://127.0.0.1:PORT}. */
  public String server() {
    return server;
  }

  /** The admin's kubeconfig; it disappears with the control plane. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** Writes the kubeconfig of a user; it disappears with the control plane. */
  public Path kubeconfig(Token token) {
    return Kubeconfig.write(
        folder.resolve("kubeconfig-" + token.user()),
        Kubeconfig.text(server, certificate(), token));
  }

  /** The log of one that was started with an audit policy: an event a line, as JSON. */
  public Path auditLog() {
    return folder.resolve("audit.log");
  }

  /** A client with every right, shared by all callers; closed with the control plane. */
  public synchronized KubernetesClient client() {
    KubernetesClient existing = client;
    if (existing == null) {
      existing = client(tokens.getFirst());
      client = existing;
    }
    return existing;
  }

  /** A client of one of the users it was started with; the caller closes it. */
  public KubernetesClient client(Token token) {
    return new KubernetesClientBuilder().withConfig(configuration(token)).build();
  }

  /** Client configuration of a user, for whoever builds the client. */
  public Config configuration(Token token) {
    return Config.fromKubeconfig(Kubeconfig.text(server, certificate(), token));
  }

  /** Client configuration of the admin. */
  public Config configuration() {
    return configuration(tokens.getFirst());
  }

  /**
   * Ends the API server and etcd, as a power cut would, and starts them again with what stands in
   * etcd's folder then.
   *
   * @param meanwhile gets etcd's data folder
   */
  public void whileDown(Consumer<Path> meanwhile) {
    Guarded etcd = processes.get(0);
    Guarded apiServer = processes.get(1);
    apiServer.kill();
    etcd.kill();
    meanwhile.accept(folder.resolve("etcd"));
    etcd.restart();
    apiServer.restart();
    apiServer.awaitReady(this::answers, START);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (client != null) {
        client.close();
      }
    }
    // in reverse: the API server would only log that its etcd is gone
    processes.reversed().forEach(Guarded::close);
    Folders.remove(folder);
  }

  private void writeKeys() {
    ServiceAccountKeys.write(folder);
    Token.write(folder.resolve("tokens.csv"), tokens);
  }

  private void startEtcd(int clientPort, int peerPort) {
    String clientUrl = "http://127.0.0.1:" + clientPort;
    String peerUrl = "http://127.0.0.1:" + peerPort;
    run(
        Program.ETCD,
        "--data-dir=" + folder.resolve("etcd"),
        "--unsafe-no-fsync",
        "--listen-client-urls=" + clientUrl,
        "--advertise-client-urls=" + clientUrl,
        "--listen-peer-urls=" + peerUrl,
        "--initial-advertise-peer-urls=" + peerUrl,
        "--initial-cluster=default=" + peerUrl,
        "--log-level=warn");
  }

  private void startApiServer(int port, int etcdPort) {
    List<String> arguments = new ArrayList<>(apiServerArguments(port, etcdPort));
    if (auditPolicy != null) {
      Path policy = folder.resolve("audit-policy.yaml");
      try {
        Files.writeString(policy, auditPolicy);
      } catch (IOException e) {
        throw new StartFailure("cannot write " + policy, e);
      }
      arguments.add("--audit-policy-file=" + policy);
      arguments.add("--audit-log-path=" + auditLog());
      // one file, so that a reader needs not follow rotations
      arguments.add("--audit-log-maxsize=100000");
    }
    run(Program.KUBE_APISERVER, arguments.toArray(String[]::new));
  }

  private List<String> apiServerArguments(int port, int etcdPort) {
    return List.of(
        "--etcd-servers=http://127.0.0.1:" + etcdPort,
        "--cert-dir=" + folder.resolve("certificates"),
        "--secure-port=" + port,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--endpoint-reconciler-type=none",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + folder.resolve("service-account.pub"),
        "--service-account-signing-key-file=" + folder.resolve("service-account.key"),
        "--service-cluster-ip-range=10.96.0.0/16",
        "--token-auth-file=" + folder.resolve("tokens.csv"),
        "--authorization-mode=RBAC",
        "--allow-privileged=true");
  }

  private void awaitReady() {
    Path certificate = folder.resolve("certificates/apiserver.crt");
    Guarded apiServer = processes.getLast();
    apiServer.awaitReady(() -> Files.exists(certificate) && answers(), START);
    Kubeconfig.write(kubeconfig(), Kubeconfig.text(server, certificate(), tokens.getFirst()));
  }

  private void startControllers() {
    run(
        Program.KUBE_CONTROLLER_MANAGER,
        "--kubeconfig=" + kubeconfig(),
        "--leader-elect=false",
        "--secure-port=0",
        "--root-ca-file=" + folder.resolve("certificates/apiserver.crt"),
        "--service-account-private-key-file=" + folder.resolve("service-account.key"));
    run(
        Program.KUBE_SCHEDULER,
        "--kubeconfig=" + kubeconfig(),
        "--leader-elect=false",
        "--secure-port=0");
  }

  private boolean answers() {
    if (!Ports.answers("127.0.0.1", port)) {
      return false;
    }
    try {
      return "ok".equals(client().raw("/readyz"));
    } catch (KubernetesClientException e) {
      // not yet: the condition is asked again until the deadline
      return false;
    }
  }

  private String certificate() {
    try {
      return Files.readString(folder.resolve("certificates/apiserver.crt"));
    } catch (IOException e) {
      throw new StartFailure("the API server has not written its certificate", e);
    }
  }

  private void run(Program program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(KubernetesBinaries.path(program).toString()));
    command.addAll(List.of(arguments));
    // the last to end removes the folder of all
    Path own =
        program == Program.ETCD ? folder : Folders.create(folder.resolve(program.fileName()));
    Path log = Folders.logs().resolve(program.fileName() + "-" + folder.getFileName() + ".log");
    processes.add(Guarded.start(new Guarded.Spec(program.fileName(), own, log, "KILL", command)));
  }
}
