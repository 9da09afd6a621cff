package dev.onsale.testbed.chart;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import dev.onsale.testbed.binaries.KubernetesBinaries;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Renders a chart as {@code helm template} does, by helm itself as a library, so that it looks the
 * same on machines without helm.
 */
public final class ChartRenderer {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final Path chart;

  /**
   * @param chart folder with Chart.yaml
   */
  public ChartRenderer(Path chart) {
    this.chart = chart;
  }

  /**
   * All objects of a release: its CustomResourceDefinitions, which helm installs first and never
   * templates, then the rest in helm's order.
   *
   * @param release name of the release
   * @param namespace namespace of the release; the chart does not make it
   * @param values what differs from values.yaml
   * @throws ChartFailure if a template fails, or values do not fit values.schema.json
   */
  public List<GenericKubernetesResource> render(
      String release, String namespace, Map<String, Object> values) {
    try {
      Path file = Files.createTempFile("onsale-values", ".yaml");
      try {
        YAML.writeValue(file.toFile(), values);
        List<GenericKubernetesResource> all = definitions();
        all.addAll(objects(template(release, namespace, file)));
        return all;
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("chart " + chart + " could not be rendered", e);
    }
  }

  private List<GenericKubernetesResource> definitions() throws IOException {
    List<GenericKubernetesResource> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(chart.resolve("crds"))) {
      for (Path file : files.sorted().toList()) {
        found.addAll(objects(Files.readString(file)));
      }
    }
    return found;
  }

  private String template(String release, String namespace, Path values) {
    try {
      return new Helm(chart)
          .template()
          .withName(release)
          .withNamespace(namespace)
          .withValuesFile(values)
          // without a cluster the library claims to be 1.20
          .withKubeVersion(KubernetesBinaries.VERSION)
          .call();
    } catch (IllegalStateException e) {
      // the library's way to hand on what helm printed
      throw new ChartFailure("chart " + chart + ": " + e.getMessage(), e);
    }
  }

  private static List<GenericKubernetesResource> objects(String manifests) throws IOException {
    try (MappingIterator<GenericKubernetesResource> documents =
        YAML.readerFor(GenericKubernetesResource.class).readValues(manifests)) {
      return documents.readAll().stream().filter(Objects::nonNull).toList();
    }
  }
}
