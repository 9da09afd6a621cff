package dev.onsale.kubectl;

import dev.onsale.api.v1alpha1.TicketEvent;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file with one TicketEvent, and perhaps the ConfigMap that holds its seat map.
 *
 * @param event as written
 * @param object the same without a model, so that nothing written is lost on the way
 */
record ManifestFile(
    TicketEvent event, GenericKubernetesResource object, List<ConfigMap> configMaps) {

  /**
   * @throws Failure if it cannot be read, or does not hold exactly one TicketEvent
   */
  static ManifestFile read(Path file) {
    List<GenericKubernetesResource> events = new ArrayList<>();
    List<ConfigMap> configMaps = new ArrayList<>();
    for (String document : text(file).split("(?m)^---\\s*$", -1)) {
      if (document.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"))) {
        continue;
      }
      GenericKubernetesResource object = parsed(document, GenericKubernetesResource.class, file);
      if ("TicketEvent".equals(object.getKind())) {
        events.add(object);
      } else if ("ConfigMap".equals(object.getKind())) {
        configMaps.add(parsed(document, ConfigMap.class, file));
      }
    }
    if (events.size() != 1) {
      throw new Failure(
          "%s holds %d TicketEvents; give a file with one".formatted(file, events.size()));
    }
    GenericKubernetesResource object = events.getFirst();
    TicketEvent event = parsed(Serialization.asJson(object), TicketEvent.class, file);
    if (event.getMetadata() == null || event.getMetadata().getName() == null) {
      throw new Failure("the TicketEvent of %s has no metadata.name; write one".formatted(file));
    }
    return new ManifestFile(event, object, configMaps);
  }

  /** The text of a seat map in this file. */
  Optional<String> seatMap(String name, String key) {
    return configMaps.stream()
        .filter(map -> name.equals(map.getMetadata().getName()))
        .map(ConfigMap::getData)
        .filter(data -> data != null && data.containsKey(key))
        .map(data -> data.get(key))
        .findFirst();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new Failure("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static <T> T parsed(String text, Class<T> type, Path file) {
    @Nullable T object;
    try {
      object = Serialization.unmarshal(text, type);
    } catch (RuntimeException e) {
      throw new Failure("%s is no manifest: %s".formatted(file, innermost(e)), e);
    }
    if (object == null) {
      throw new Failure("%s holds a document that says nothing".formatted(file));
    }
    return object;
  }

  /** The first line: what follows is where in the parser it happened. */
  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }
}
