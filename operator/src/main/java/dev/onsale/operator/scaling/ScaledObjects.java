package dev.onsale.operator.scaling;

import dev.onsale.operator.config.CanonicalJson;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.optional.OptionalKind;
import dev.onsale.runtime.Role;
import dev.onsale.scaling.Component;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * KEDA's way to scale a component: as the HorizontalPodAutoscaler would that stands in its place
 * without KEDA, and where Prometheus can be asked, also by what waits and by requests. Floors are
 * the event's schedule, so no cron trigger is needed.
 */
public final class ScaledObjects {

  /** Visitors in line that one pod of the waiting room is meant for. */
  static final int WAITING_A_POD = 20_000;

  /** Requests a second that one pod is meant for. */
  static final int REQUESTS_A_POD = 500;

  /** Lets KEDA take the HorizontalPodAutoscaler over instead of refusing because of it. */
  private static final String TAKE_OVER = "scaledobject.keda.sh/transfer-hpa-ownership";

  private static final int POLLING_SECONDS = 15;
  private static final int COOLDOWN_SECONDS = 300;

  private ScaledObjects() {}

  /**
   * @param like what would scale the component without KEDA; KEDA keeps one of its name
   * @param prometheus URL that KEDA asks, null to scale by CPU alone
   */
  public static GenericKubernetesResource render(
      EventIdentity event,
      Component component,
      HorizontalPodAutoscaler like,
      @Nullable String prometheus) {
    HorizontalPodAutoscalerSpec hpa = like.getSpec();
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put(
        "scaleTargetRef",
        Map.of(
            "apiVersion", hpa.getScaleTargetRef().getApiVersion(),
            "kind", hpa.getScaleTargetRef().getKind(),
            "name", hpa.getScaleTargetRef().getName()));
    spec.put("minReplicaCount", hpa.getMinReplicas());
    spec.put("maxReplicaCount", hpa.getMaxReplicas());
    spec.put("pollingInterval", POLLING_SECONDS);
    spec.put("cooldownPeriod", COOLDOWN_SECONDS);
    spec.put(
        "advanced",
        Map.of(
            "horizontalPodAutoscalerConfig",
            Map.of(
                "name",
                like.getMetadata().getName(),
                "behavior",
                CanonicalJson.read(CanonicalJson.tree(hpa.getBehavior()), Map.class))));
    spec.put("triggers", triggers(event, component, hpa, prometheus));
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion(OptionalKind.SCALED_OBJECT.apiVersion());
    object.setKind(OptionalKind.SCALED_OBJECT.kind());
    object.setMetadata(
        new ObjectMetaBuilder(like.getMetadata()).addToAnnotations(TAKE_OVER, "true").build());
    object.setAdditionalProperty("spec", spec);
    return object;
  }

  private static List<Map<String, Object>> triggers(
      EventIdentity event,
      Component component,
      HorizontalPodAutoscalerSpec hpa,
      @Nullable String prometheus) {
    List<Map<String, Object>> triggers = new ArrayList<>();
    hpa.getMetrics().stream()
        .map(metric -> metric.getResource().getTarget().getAverageUtilization())
        .forEach(
            percent ->
                triggers.add(
                    Map.of(
                        "type", "cpu",
                        "metricType", "Utilization",
                        "metadata", Map.of("value", String.valueOf(percent)))));
    String labels = "namespace=\"%s\",event=\"%s\"".formatted(event.namespace(), event.name());
    if (prometheus != null && component.roles().contains(Role.Queue)) {
      triggers.add(
          ask(prometheus, "max(onsale_queue_waiting{%s})".formatted(labels), WAITING_A_POD));
    }
    if (prometheus != null && component.serves()) {
      triggers.add(
          ask(
              prometheus,
              "sum(rate(http_server_requests_seconds_count{%s,component=\"%s\"}[1m]))"
                  .formatted(labels, component.word()),
              REQUESTS_A_POD));
    }
    return triggers;
  }

  private static Map<String, Object> ask(String prometheus, String query, int aPod) {
    return Map.of(
        "type",
        "prometheus",
        "metricType",
        "AverageValue",
        "metadata",
        Map.of("serverAddress", prometheus, "query", query, "threshold", String.valueOf(aPod)));
  }
}
