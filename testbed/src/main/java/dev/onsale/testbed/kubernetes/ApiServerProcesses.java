package dev.onsale.testbed.kubernetes;

import dev.onsale.testbed.binaries.KubernetesBinaries;
import dev.onsale.testbed.binaries.Program;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.Guarded;
import dev.onsale.testbed.process.Ports;
import dev.onsale.testbed.process.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** etcd and kube-apiserver as processes of this machine, on loopback. */
final class ApiServerProcesses implements ApiServer {
  private static final Duration START = Duration.ofSeconds(90);

  private final Path folder;
  private final int port;
  private final Guarded etcd;
  private @Nullable Guarded apiServer;

  private ApiServerProcesses(Path folder, int port, Guarded etcd) {
    this.folder = folder;
    this.port = port;
    this.etcd = etcd;
  }

  /**
   * Starts both; the caller waits with {@link #awaitReady}.
   *
   * @param folder has {@code tokens.csv} and the service account keys
   * @param auditPolicy says what is written to {@code audit.log} in the folder
   */
  static ApiServerProcesses start(Path folder, @Nullable String auditPolicy) {
    List<Integer> ports = Ports.free(3);
    Guarded etcd = startEtcd(folder, ports.get(1), ports.get(2));
    ApiServerProcesses started = new ApiServerProcesses(folder, ports.get(0), etcd);
    try {
      started.startApiServer(ports.get(1), auditPolicy);
      return started;
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  @Override
  public String url() {
    return "https://127.0.0.1:" + port;
  }

  @Override
  public String certificate() {
    try {
      return Files.readString(certificateFile());
    } catch (IOException e) {
      throw new StartFailure("the API server has not written its certificate", e);
    }
  }

  /** Waits until the port is open, the certificate is written and {@code answers} holds. */
  void awaitReady(BooleanSupplier answers) {
    running()
        .awaitReady(
            () ->
                Files.exists(certificateFile())
                    && Ports.answers("127.0.0.1", port)
                    && answers.getAsBoolean(),
            START);
  }

  @Override
  public void whileDown(Consumer<Path> meanwhile) {
    running().kill();
    etcd.kill();
    meanwhile.accept(folder.resolve("etcd"));
    etcd.restart();
    running().restart();
  }

  @Override
  public void close() {
    // in reverse: the API server would only log that its etcd is gone
    if (apiServer != null) {
      apiServer.close();
    }
    etcd.close();
  }

  /** Starts a program of a control plane; the one of etcd, which ends last, removes the folder. */
  static Guarded run(Path folder, Program program, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(KubernetesBinaries.path(program).toString()));
    command.addAll(arguments);
    Path own =
        program == Program.ETCD ? folder : Folders.create(folder.resolve(program.fileName()));
    Path log = Folders.logs().resolve(program.fileName() + "-" + folder.getFileName() + ".log");
    return Guarded.start(new Guarded.Spec(program.fileName(), own, log, "KILL", command));
  }

  private Guarded running() {
    if (apiServer == null) {
      throw new IllegalStateException("the API server was not started");
    }
    return apiServer;
  }

  private Path certificateFile() {
    return folder.resolve("certificates/apiserver.crt");
  }

  private static Guarded startEtcd(Path folder, int clientPort, int peerPort) {
    String clientUrl = "http://127.0.0.1:" + clientPort;
    String peerUrl = "http://127.0.0.1:" + peerPort;
    return run(
        folder,
        Program.ETCD,
        List.of(
            "--data-dir=" + folder.resolve("etcd"),
            "--unsafe-no-fsync",
            "--listen-client-urls=" + clientUrl,
            "--advertise-client-urls=" + clientUrl,
            "--listen-peer-urls=" + peerUrl,
            "--initial-advertise-peer-urls=" + peerUrl,
            "--initial-cluster=default=" + peerUrl,
            "--log-level=warn"));
  }

  private void startApiServer(int etcdPort, @Nullable String auditPolicy) {
    List<String> arguments = new ArrayList<>(arguments(etcdPort));
    if (auditPolicy != null) {
      Path policy = folder.resolve("audit-policy.yaml");
      try {
        Files.writeString(policy, auditPolicy);
      } catch (IOException e) {
        throw new StartFailure("cannot write " + policy, e);
      }
      arguments.add("--audit-policy-file=" + policy);
      arguments.add("--audit-log-path=" + folder.resolve(ControlPlane.AUDIT_LOG));
      // one file, so that a reader needs not follow rotations
      arguments.add("--audit-log-maxsize=100000");
    }
    apiServer = run(folder, Program.KUBE_APISERVER, arguments);
  }

  private List<String> arguments(int etcdPort) {
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
        "--token-auth-file=" + folder.resolve(ControlPlane.TOKENS),
        "--authorization-mode=RBAC",
        "--allow-privileged=true");
  }
}
