package dev.onsale.testbed.demo;

import dev.onsale.testbed.chart.ChartRenderer;
import dev.onsale.testbed.install.OperatorInstall;
import dev.onsale.testbed.process.Folders;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/** The operator's chart of this checkout, rendered for a cluster. */
final class OperatorChart {
  private static final String RELEASE = "onsale";

  private OperatorChart() {}

  /**
   * @param image of the operator, as the cluster's nodes know it
   */
  static List<GenericKubernetesResource> render(String image) {
    return new ChartRenderer(Folders.checkout().resolve("charts/onsale"))
        .render(RELEASE, OperatorInstall.NAMESPACE, Map.of("image", image));
  }
}
