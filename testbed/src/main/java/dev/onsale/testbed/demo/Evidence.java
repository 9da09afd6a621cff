package dev.onsale.testbed.demo;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Saves what explains a failure before the cluster goes: logs of pods, events, our objects. */
public final class Evidence {
  private final KubernetesClient client;
  private final Path folder;

  public Evidence(KubernetesClient client, Path folder) {
    this.client = client;
    this.folder = folder;
  }

  /** What cannot be had is named in the folder's {@code missing.txt}, never an error of its own. */
  public void save(List<String> namespaces) throws IOException {
    Files.createDirectories(folder);
    List<String> missing = new ArrayList<>();
    for (String namespace : namespaces) {
      try {
        for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
          save(pod, missing);
        }
        Files.write(
            folder.resolve(namespace + "-events.txt"),
            client.v1().events().inNamespace(namespace).list().getItems().stream()
                .map(Evidence::line)
                .toList());
      } catch (KubernetesClientException e) {
        missing.add(namespace + ": " + e.getMessage());
      }
    }
    for (String kind : List.of("TicketEvent", "TicketPlatform")) {
      try {
        Files.writeString(
            folder.resolve(kind + ".yaml"),
            Serialization.asYaml(
                client.genericKubernetesResources("onsale.dev/v1alpha1", kind).list()));
      } catch (KubernetesClientException e) {
        missing.add(kind + ": " + e.getMessage());
      }
    }
    if (!missing.isEmpty()) {
      Files.write(folder.resolve("missing.txt"), missing);
    }
  }

  private void save(Pod pod, List<String> missing) throws IOException {
    String name = pod.getMetadata().getName();
    Files.writeString(folder.resolve(name + ".yaml"), Serialization.asYaml(pod));
    if (pod.getStatus() == null) {
      return;
    }
    var statuses =
        Stream.concat(
                pod.getStatus().getInitContainerStatuses().stream(),
                pod.getStatus().getContainerStatuses().stream())
            .toList();
    for (ContainerStatus container : statuses) {
      var logs =
          client
              .pods()
              .inNamespace(pod.getMetadata().getNamespace())
              .withName(name)
              .inContainer(container.getName());
      String file = name + "-" + container.getName();
      try {
        Files.writeString(folder.resolve(file + ".log"), logs.getLog());
        if (container.getRestartCount() > 0) {
          Files.writeString(folder.resolve(file + "-before.log"), logs.terminated().getLog());
        }
      } catch (KubernetesClientException e) {
        missing.add(file + ": " + e.getMessage());
      }
    }
  }

  private static String line(Event event) {
    return "%s %s %s/%s %s: %s"
        .formatted(
            event.getLastTimestamp(),
            event.getType(),
            event.getInvolvedObject().getKind(),
            event.getInvolvedObject().getName(),
            event.getReason(),
            event.getMessage());
  }
}
