package dev.onsale.api;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.onsale.testbed.kubernetes.ControlPlane;
import dev.onsale.testbed.kubernetes.Definitions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** An API server that serves the chart's CRDs. */
final class ApiServer {
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final YAMLMapper YAML = new YAMLMapper();

  /** Some refusals come as 500, which a client would repeat for minutes; big maps take seconds. */
  private static final KubernetesClient CLIENT =
      new KubernetesClientBuilder()
          .withConfig(
              new ConfigBuilder(ControlPlane.shared().configuration())
                  .withRequestRetryBackoffLimit(0)
                  .withRequestTimeout(60_000)
                  .build())
          .build();

  private ApiServer() {}

  /** A client of it; the CRDs are served when this returns. */
  static KubernetesClient withCrds() {
    Definitions.install(CLIENT, Definitions.ofChart());
    return CLIENT;
  }

  static void namespace(KubernetesClient client, String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .serverSideApply();
  }

  /** What the server would store, with its defaults. */
  static GenericKubernetesResource tryOut(
      KubernetesClient client, GenericKubernetesResource object) {
    return client.resource(object).dryRun().forceConflicts().serverSideApply();
  }

  static List<GenericKubernetesResource> objects(String yaml) {
    try (var documents =
        YAML.readerFor(GenericKubernetesResource.class)
            .<GenericKubernetesResource>readValues(yaml)) {
      return documents.readAll().stream().filter(Objects::nonNull).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
