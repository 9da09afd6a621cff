package dev.onsale.testbed.kubernetes;

import dev.onsale.testbed.binaries.Program;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.Guarded;
import dev.onsale.testbed.process.StartFailure;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A real Kubernetes API without nodes and without root: etcd and kube-apiserver on loopback, or in
 * containers where system property {@code onsale.kindcontainer} is {@code true}; and with {@link
 * Controllers#ON} kube-controller-manager (garbage collection, namespaces, Deployments) and
 * kube-scheduler.
 */
public final class ControlPlane implements AutoCloseable {
  /** Whether garbage collection, namespace deletion and Deployments work. */
  public enum Controllers {
    OFF,
    ON
  }

  static final String TOKENS = "tokens.csv";
  static final String AUDIT_LOG = "audit.log";
  private static @Nullable ControlPlane shared;

  private final Path folder;
  private final List<Token> tokens;
  private final ApiServer apiServer;
  private final List<Guarded> controllers = new ArrayList<>();
  private @Nullable KubernetesClient client;

  private ControlPlane(Path folder, List<Token> tokens, ApiServer apiServer) {
    this.folder = folder;
    this.tokens = tokens;
    this.apiServer = apiServer;
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
   * Starts one of processes that writes down who asked what.
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
    Path folder = Folders.state("control-plane");
    Token.write(folder.resolve(TOKENS), tokens);
    ControlPlane plane;
    try {
      plane = new ControlPlane(folder, List.copyOf(tokens), apiServer(folder, auditPolicy));
    } catch (RuntimeException e) {
      Folders.remove(folder);
      throw e;
    }
    try {
      plane.awaitReady();
      Kubeconfig.write(plane.kubeconfig(), plane.kubeconfigText(tokens.getFirst()));
      if (controllers == Controllers.ON) {
        plane.startControllers();
      }
    } catch (RuntimeException e) {
      plane.close();
      throw e;
    }
    return plane;
  }

  private static ApiServer apiServer(Path folder, @Nullable String auditPolicy) {
    if (ApiServerContainers.chosen() && auditPolicy == null) {
      return ApiServerContainers.start(folder.resolve(TOKENS));
    }
    ServiceAccountKeys.write(folder);
    return ApiServerProcesses.start(folder, auditPolicy);
  }

  /** {@code https://HOST:PORT}, without a slash at its end. */
  public String server() {
    return apiServer.url();
  }

  /** The admin's kubeconfig; it disappears with the control plane. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** Writes the kubeconfig of a user; it disappears with the control plane. */
  public Path kubeconfig(Token token) {
    return Kubeconfig.write(folder.resolve("kubeconfig-" + token.user()), kubeconfigText(token));
  }

  /** The log of one that was started with an audit policy: an event a line, as JSON. */
  public Path auditLog() {
    return folder.resolve(AUDIT_LOG);
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
    return Config.fromKubeconfig(kubeconfigText(token));
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
    apiServer.whileDown(meanwhile);
    awaitReady();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (client != null) {
        client.close();
      }
    }
    controllers.reversed().forEach(Guarded::close);
    apiServer.close();
    Folders.remove(folder);
  }

  private void awaitReady() {
    if (apiServer instanceof ApiServerProcesses processes) {
      processes.awaitReady(this::answers);
    }
  }

  private void startControllers() {
    Path authority = folder.resolve("authority.crt");
    try {
      Files.writeString(authority, apiServer.certificate());
    } catch (IOException e) {
      throw new StartFailure("cannot write " + authority, e);
    }
    controllers.add(
        ApiServerProcesses.run(
            folder,
            Program.KUBE_CONTROLLER_MANAGER,
            List.of(
                "--kubeconfig=" + kubeconfig(),
                "--leader-elect=false",
                "--secure-port=0",
                "--root-ca-file=" + authority)));
    controllers.add(
        ApiServerProcesses.run(
            folder,
            Program.KUBE_SCHEDULER,
            List.of("--kubeconfig=" + kubeconfig(), "--leader-elect=false", "--secure-port=0")));
  }

  private boolean answers() {
    try {
      return "ok".equals(client().raw("/readyz"));
    } catch (KubernetesClientException e) {
      // not yet: the condition is asked again until the deadline
      return false;
    }
  }

  private String kubeconfigText(Token token) {
    return Kubeconfig.text(apiServer.url(), apiServer.certificate(), token);
  }
}
