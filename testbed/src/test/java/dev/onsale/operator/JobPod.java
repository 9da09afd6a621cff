package dev.onsale.operator;

import dev.onsale.testbed.process.Folders;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A pod of the runtime's image as kubelet runs it: folders out of its ConfigMaps and Secrets, its
 * containers as processes, one after the other.
 */
final class JobPod implements AutoCloseable {

  private static final String FOLDER = "/etc/onsale/";
  private static final long SECONDS = 90;

  private final World world;
  private final Pod pod;
  private final Path folder = Folders.state("job-pod");
  private volatile Process running;
  private boolean closed;

  JobPod(World world, Pod pod) {
    this.world = world;
    this.pod = pod;
  }

  /** Runs it to its end, and reports how it ended as kubelet does. */
  void run() {
    boolean succeeded =
        pod.getSpec().getInitContainers().stream().allMatch(this::succeeds)
            && pod.getSpec().getContainers().stream().allMatch(this::succeeds);
    if (!ended()) {
      report(succeeded ? "Succeeded" : "Failed");
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (running != null) {
        running.destroyForcibly();
      }
    }
    Folders.remove(folder);
  }

  private synchronized boolean ended() {
    return closed;
  }

  private boolean succeeds(Container container) {
    try {
      Path configuration = folder.resolve(container.getName());
      for (VolumeMount mount : container.getVolumeMounts()) {
        if (mount.getMountPath().startsWith(FOLDER)) {
          fill(
              configuration.resolve(mount.getMountPath().substring(FOLDER.length())),
              volume(mount.getName()));
        }
      }
      ProcessBuilder builder =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElse("java"),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.onsale.booking.BookingApplication",
                  container.getArgs().getFirst())
              .redirectErrorStream(true)
              .redirectOutput(
                  Folders.logs().resolve("job-pod-" + container.getName() + ".log").toFile());
      for (EnvVar variable : container.getEnv()) {
        if (variable.getValue() != null) {
          builder.environment().put(variable.getName(), variable.getValue());
        }
      }
      builder.environment().put("ONSALE_CONFIG_DIR", configuration.toString());
      Process process;
      synchronized (this) {
        if (closed) {
          return false;
        }
        process = builder.start();
        running = process;
      }
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return process.waitFor() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Volume volume(String name) {
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void fill(Path at, Volume volume) throws IOException {
    Files.createDirectories(at);
    for (Map.Entry<String, String> file : files(volume).entrySet()) {
      Files.writeString(at.resolve(file.getKey()), file.getValue());
    }
  }

  private Map<String, String> files(Volume volume) {
    String namespace = pod.getMetadata().getNamespace();
    if (volume.getConfigMap() != null) {
      return world
          .user
          .configMaps()
          .inNamespace(namespace)
          .withName(volume.getConfigMap().getName())
          .require()
          .getData();
    }
    Map<String, String> all =
        world
            .user
            .secrets()
            .inNamespace(namespace)
            .withName(volume.getSecret().getSecretName())
            .require()
            .getData();
    Map<String, String> files = new HashMap<>();
    volume
        .getSecret()
        .getItems()
        .forEach(item -> files.put(item.getPath(), decoded(all.get(item.getKey()))));
    return files;
  }

  private static String decoded(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }

  private void report(String phase) {
    world
        .user
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\":{\"phase\":\"%s\"}}".formatted(phase));
  }

  /** Pods that Jobs of the operator's namespace made. */
  static List<Pod> all(World world) {
    return world
        .user
        .pods()
        .inNamespace(World.OPERATOR_NAMESPACE)
        .withLabel("app.kubernetes.io/name", "onsale-settlement")
        .list()
        .getItems();
  }
}
