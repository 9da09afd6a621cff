package dev.onsale.testbed.kubernetes;

import dev.onsale.testbed.process.Deadline;
import dev.onsale.testbed.process.Folders;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Custom resource definitions, and the moment from which clients can use their kinds. */
public final class Definitions {
  private static final Duration SERVED_WITHIN = Duration.ofSeconds(60);

  private Definitions() {}

  /** Those of the chart of this checkout. */
  public static List<CustomResourceDefinition> ofChart() {
    try (Stream<Path> files = Files.list(Folders.checkout().resolve("charts/onsale/crds"))) {
      return files.sorted().map(Definitions::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies definitions; returns when they are served. */
  public static void install(KubernetesClient client, List<CustomResourceDefinition> definitions) {
    definitions.forEach(
        definition -> client.resource(definition).forceConflicts().serverSideApply());
    definitions.forEach(definition -> awaitServed(client, definition));
  }

  static CustomResourceDefinition read(Path file) {
    try {
      return Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until discovery names the definition's kind, which is a moment after it is established
   * and what a client needs to address an object.
   *
   * @throws IllegalStateException after a minute
   */
  public static void awaitServed(KubernetesClient client, CustomResourceDefinition definition) {
    String plural = definition.getSpec().getNames().getPlural();
    Deadline deadline = Deadline.in(SERVED_WITHIN);
    while (definition.getSpec().getVersions().stream()
        .filter(CustomResourceDefinitionVersion::getServed)
        .map(version -> definition.getSpec().getGroup() + "/" + version.getName())
        .anyMatch(version -> !names(client.getApiResources(version), plural))) {
      if (deadline.over()) {
        throw new IllegalStateException(
            "discovery does not name %s within %d s of their definition"
                .formatted(definition.getMetadata().getName(), SERVED_WITHIN.toSeconds()));
      }
      deadline.pause();
    }
  }

  private static boolean names(@Nullable APIResourceList list, String plural) {
    return list != null
        && list.getResources().stream().anyMatch(resource -> plural.equals(resource.getName()));
  }
}
