package dev.onsale.testbed.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.testbed.kubernetes.ControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private final ChartRenderer chart = new ChartRenderer(ROOT.resolve("charts/onsale"));

  @Test
  void everyObjectIsAcceptedByAnApiServer() {
    KubernetesClient client = ControlPlane.shared().client();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("chart-test").endMetadata().build())
        .serverSideApply();
    List<GenericKubernetesResource> objects = chart.render("onsale", "chart-test", Map.of());
    assertThat(objects)
        .extracting(GenericKubernetesResource::getKind)
        .contains("CustomResourceDefinition", "Deployment", "ClusterRole", "Role", "Service");
    objects.forEach(o -> client.resource(o).dryRun().forceConflicts().serverSideApply());
  }

  @Test
  void thePodRunsUnderTheRestrictedPodSecurityStandard() {
    KubernetesClient client = ControlPlane.shared().client();
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName("chart-restricted")
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .serverSideApply();
    var deployment =
        chart.render("onsale", "chart-restricted", Map.of()).stream()
            .filter(o -> o.getKind().equals("Deployment"))
            .map(o -> Serialization.asJson(o))
            .map(
                json ->
                    Serialization.unmarshal(
                        json, io.fabric8.kubernetes.api.model.apps.Deployment.class))
            .findFirst()
            .orElseThrow();
    var pod =
        new io.fabric8.kubernetes.api.model.PodBuilder()
            .withNewMetadata()
            .withName("operator")
            .withNamespace("chart-restricted")
            .endMetadata()
            .withSpec(deployment.getSpec().getTemplate().getSpec())
            .editSpec()
            .withServiceAccountName(null)
            .withAutomountServiceAccountToken(false)
            .endSpec()
            .build();
    assertThat(client.resource(pod).dryRun().create()).isNotNull();
  }

  @Test
  void theOperatorMayNeitherListNorWatchSecrets() {
    Stream<Map<?, ?>> rules =
        chart.render("onsale", "chart-test", Map.of()).stream()
            .filter(o -> o.getKind().endsWith("Role"))
            .flatMap(o -> ((List<?>) o.getAdditionalProperties().get("rules")).stream())
            .map(rule -> (Map<?, ?>) rule);
    assertThat(rules)
        .filteredOn(rule -> ((List<?>) rule.get("resources")).contains("secrets"))
        .isNotEmpty()
        .allSatisfy(
            rule ->
                assertThat((List<?>) rule.get("verbs"))
                    .extracting(String::valueOf)
                    .doesNotContain("list", "watch", "*"));
  }

  @Test
  void aPlatformIsMadeFromValues() {
    var values = Map.<String, Object>of("platform", Map.of("spec", Map.of("redis", Map.of())));
    assertThat(chart.render("onsale", "chart-test", values))
        .anySatisfy(o -> assertThat(o.getKind()).isEqualTo("TicketPlatform"));
  }

  @Test
  void aValueThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> chart.render("onsale", "chart-test", Map.of("imge", "x")))
        .isInstanceOf(ChartFailure.class)
        .hasMessageContaining("imge");
  }

  @Test
  void replicasNeedLeaderElection() {
    assertThatThrownBy(
            () ->
                chart.render(
                    "onsale", "chart-test", Map.of("replicas", 2, "leaderElection", false)))
        .isInstanceOf(ChartFailure.class)
        .hasMessageContaining("leaderElection");
  }
}
