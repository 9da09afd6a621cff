package dev.onsale.api;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.onsale.testbed.kubernetes.ControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
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
    KubernetesClient client = CLIENT;
    files(ROOT.resolve("charts/onsale/crds"))
        .map(ApiServer::text)
        .map(text -> Serialization.unmarshal(text, CustomResourceDefinition.class))
        .forEach(
            crd -> {
              client.resource(crd).forceConflicts().serverSideApply();
              client
                  .apiextensions()
                  .v1()
                  .customResourceDefinitions()
                  .withName(crd.getMetadata().getName())
                  .waitUntilCondition(ApiServer::established, 30, SECONDS);
            });
    return client;
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

  private static boolean established(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
