package dev.onsale.testbed.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.Guarded;
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
import java.util.Optional;

/**
 * The one cluster that {@code up} or {@code demo --keep} left running, remembered in a file.
 *
 * @param kubeconfig of its administrator
 * @param folders state folders of its processes, in the order in which they are ended
 */
public record RunningCluster(String kubeconfig, List<String> folders) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration END = Duration.ofSeconds(60);

  private static Path file() {
    return Folders.cache().resolve("run").resolve("cluster.json");
  }

  /** Detaches a cluster and remembers it. */
  public static RunningCluster keep(LocalCluster cluster) {
    var running =
        new RunningCluster(
            cluster.node().kubeconfig().toString(),
            cluster.folders().stream().map(Path::toString).toList());
    try {
      Folders.createAbove(file());
      Files.writeString(file(), JSON.writeValueAsString(running));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remember the cluster in " + file(), e);
    }
    cluster.detach();
    return running;
  }

  /** The remembered cluster if it still answers. What is left of one that does not is removed. */
  public static Optional<RunningCluster> find() {
    Optional<RunningCluster> remembered = read();
    if (remembered.isPresent() && !remembered.get().answers()) {
      remembered.get().end();
      return Optional.empty();
    }
    return remembered;
  }

  /** The remembered cluster, whatever its state. */
  public static Optional<RunningCluster> read() {
    if (!Files.exists(file())) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file().toFile(), RunningCluster.class));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read " + file() + "; remove it if no cluster of ours is running", e);
    }
  }

  private boolean answers() {
    Path config = Path.of(kubeconfig);
    if (!Files.isReadable(config)) {
      return false;
    }
    Config configuration = Config.fromKubeconfig(config.toFile());
    configuration.setConnectionTimeout(3_000);
    configuration.setRequestTimeout(5_000);
    configuration.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client =
        new KubernetesClientBuilder().withConfig(configuration).build()) {
      return "ok".equals(client.raw("/readyz"));
    } catch (KubernetesClientException e) {
      // stopped or half dead: either way it is not one to keep
      return false;
    }
  }

  /** Ends what still runs, removes its state and forgets it. */
  public void end() {
    for (String folder : folders) {
      Guarded.endDetached(Path.of(folder), END);
    }
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file(), e);
    }
  }
}
