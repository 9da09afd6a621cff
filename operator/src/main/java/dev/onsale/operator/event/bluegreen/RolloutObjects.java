package dev.onsale.operator.event.bluegreen;

import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.config.CanonicalJson;
import dev.onsale.operator.event.dependent.DeploymentChild;
import dev.onsale.operator.event.dependent.ServiceChild;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.optional.OptionalKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Rollout and the AnalysisTemplate of a component. */
final class RolloutObjects {

  /** Five looks, ten seconds apart, before a preview may be promoted. */
  private static final int LOOKS = 5;

  private static final String LOOK_INTERVAL = "10s";
  private static final int LOOK_TIMEOUT_SECONDS = 5;
  private static final int SCALE_DOWN_DELAY_SECONDS = 30;

  private RolloutObjects() {}

  /**
   * @param replicas how many pods to declare; null to declare nothing
   */
  static GenericKubernetesResource rollout(
      EventPlan plan, ComponentPlan component, @Nullable Integer replicas) {
    String event = plan.event().name();
    String name = component.component().objectName(event);
    Map<String, Object> blueGreen = new LinkedHashMap<>();
    blueGreen.put("activeService", name);
    blueGreen.put("previewService", ServiceChild.preview(name));
    blueGreen.put("autoPromotionEnabled", false);
    blueGreen.put("scaleDownDelaySeconds", SCALE_DOWN_DELAY_SECONDS);
    blueGreen.put(
        "prePromotionAnalysis",
        Map.of("templates", List.of(Map.of("templateName", analysisName(name)))));
    Map<String, Object> spec = new LinkedHashMap<>();
    if (replicas != null) {
      spec.put("replicas", replicas);
    }
    spec.put("revisionHistoryLimit", 3);
    spec.put("progressDeadlineSeconds", 600);
    spec.put("progressDeadlineAbort", true);
    spec.put(
        "selector", Map.of("matchLabels", DeploymentChild.selector(event, component.component())));
    spec.put("strategy", Map.of("blueGreen", blueGreen));
    spec.put("template", CanonicalJson.plain(plan.pods(component)));
    return object(OptionalKind.ROLLOUT, plan, component, name, spec);
  }

  /** The preview answers ready five times in a row, else the Rollout aborts by itself. */
  static GenericKubernetesResource analysis(EventPlan plan, ComponentPlan component) {
    String name = component.component().objectName(plan.event().name());
    String url =
        "http://%s.%s.svc:%d/health/readiness"
            .formatted(
                ServiceChild.preview(name), plan.event().namespace(), ServiceChild.MANAGEMENT_PORT);
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put("name", "health");
    metric.put("interval", LOOK_INTERVAL);
    metric.put("count", LOOKS);
    metric.put("failureLimit", 0);
    metric.put("consecutiveErrorLimit", 1);
    metric.put("successCondition", "result == \"UP\"");
    metric.put(
        "provider",
        Map.of(
            "web",
            Map.of("url", url, "timeoutSeconds", LOOK_TIMEOUT_SECONDS, "jsonPath", "{$.status}")));
    return object(
        OptionalKind.ANALYSIS_TEMPLATE,
        plan,
        component,
        analysisName(name),
        Map.of("metrics", List.of(metric)));
  }

  static String analysisName(String component) {
    return component + "-health";
  }

  private static GenericKubernetesResource object(
      OptionalKind kind,
      EventPlan plan,
      ComponentPlan component,
      String name,
      Map<String, Object> spec) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(kind.apiVersion())
        .withKind(kind.kind())
        .withMetadata(
            new ObjectMetaBuilder()
                .withNamespace(plan.event().namespace())
                .withName(name)
                .withLabels(EventLabels.labels(plan.event().name(), component.component()))
                .build())
        .addToAdditionalProperties("spec", spec)
        .build();
  }
}
