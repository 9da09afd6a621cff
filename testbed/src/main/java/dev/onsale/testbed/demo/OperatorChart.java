package dev.onsale.testbed.demo;

import dev.onsale.testbed.chart.ChartRenderer;
import dev.onsale.testbed.install.Manifests;
import dev.onsale.testbed.install.OperatorInstall;
import dev.onsale.testbed.process.Command;
import dev.onsale.testbed.process.Folders;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The operator's chart of this checkout, rendered for a cluster. In a JVM of its own: helm's
 * library is Go's, which takes INT and TERM from the process that loads it, and Ctrl-C would do
 * nothing.
 */
public final class OperatorChart {
  private static final String RELEASE = "onsale";
  private static final Duration RENDERED_WITHIN = Duration.ofSeconds(60);

  private OperatorChart() {}

  /**
   * @param image of the operator, as the cluster's nodes know it
   */
  static List<GenericKubernetesResource> render(String image) {
    String yaml =
        Command.output(
            RENDERED_WITHIN,
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OperatorChart.class.getName(),
                image));
    return Manifests.parse(yaml, "the operator's chart");
  }

  /** Prints the chart's objects for an image. */
  public static void main(String[] arguments) {
    new ChartRenderer(Folders.checkout().resolve("charts/onsale"))
        .render(RELEASE, OperatorInstall.NAMESPACE, Map.of("image", arguments[0]))
        .forEach(object -> System.out.println("---\n" + Serialization.asYaml(object)));
  }
}
