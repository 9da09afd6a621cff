package dev.onsale.operator.monitoring;

import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.config.CanonicalJson;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.optional.OptionalKind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * ServiceMonitor, PrometheusRule and dashboard of an event. Series carry the labels {@code
 * namespace}, {@code event} and {@code component}.
 */
public final class Monitoring {

  /** Grafana's sidecar loads ConfigMaps with this label. */
  public static final String DASHBOARD_LABEL = "grafana_dashboard";

  private static final String SERVICE_LABEL = "__meta_kubernetes_service_label_";
  private static final int GRAFANA_SCHEMA = 39;
  private static final int PANEL_WIDTH = 8;
  private static final int PANEL_HEIGHT = 7;
  private static final int PANELS_A_ROW = 3;

  private Monitoring() {}

  /**
   * Scrapes port {@code management} of every Service of the event that buyers may be sent to: one
   * of a preview leads to the same pods after the promotion, and they would count twice.
   */
  public static GenericKubernetesResource serviceMonitor(EventIdentity event) {
    return object(
        OptionalKind.SERVICE_MONITOR,
        event,
        Map.of(
            "selector",
            Map.of(
                "matchLabels",
                Map.of(EventLabels.EVENT, event.name(), EventLabels.NAME, EventLabels.RUNTIME),
                "matchExpressions",
                List.of(Map.of("key", EventLabels.PREVIEW, "operator", "DoesNotExist"))),
            "endpoints",
            List.of(
                Map.of(
                    "port",
                    "management",
                    "path",
                    "/metrics",
                    "interval",
                    "15s",
                    "relabelings",
                    List.of(
                        label(SERVICE_LABEL + "onsale_dev_event", "event"),
                        label(SERVICE_LABEL + "app_kubernetes_io_component", "component"))))));
  }

  public static GenericKubernetesResource rules(EventIdentity event) {
    String labels = labels(event);
    return object(
        OptionalKind.PROMETHEUS_RULE,
        event,
        Map.of(
            "groups",
            List.of(
                Map.of(
                    "name",
                    "onsale." + event.namespace() + "." + event.name(),
                    "rules",
                    Alert.ALL.stream().map(alert -> rule(alert, event, labels)).toList()))));
  }

  /** ConfigMap {@code N-dashboard}, file {@code NAMESPACE-N.json}. */
  public static ConfigMap dashboard(EventIdentity event) {
    return new ConfigMapBuilder()
        .withMetadata(
            EventLabels.metadata(event.namespace(), event.name(), dashboardName(event.name())))
        .editMetadata()
        .addToLabels(DASHBOARD_LABEL, "1")
        .endMetadata()
        .addToData(
            event.namespace() + "-" + event.name() + ".json",
            CanonicalJson.text(dashboardModel(event)))
        .build();
  }

  public static String dashboardName(String event) {
    return event + "-dashboard";
  }

  /** As Grafana's import reads it. */
  private static Map<String, Object> dashboardModel(EventIdentity event) {
    return Map.of(
        "uid", event.storeKey(),
        "title", "On sale: %s/%s".formatted(event.namespace(), event.name()),
        "tags", List.of("onsale"),
        "refresh", "10s",
        "schemaVersion", GRAFANA_SCHEMA,
        "time", Map.of("from", "now-1h", "to", "now"),
        "panels",
            IntStream.range(0, Panel.ALL.size())
                .mapToObj(place -> panel(Panel.ALL.get(place), place, labels(event)))
                .toList());
  }

  private static Map<String, Object> panel(Panel panel, int place, String labels) {
    return Map.of(
        "id", place + 1,
        "type", "timeseries",
        "title", panel.title(),
        "gridPos",
            Map.of(
                "h",
                PANEL_HEIGHT,
                "w",
                PANEL_WIDTH,
                "x",
                place % PANELS_A_ROW * PANEL_WIDTH,
                "y",
                place / PANELS_A_ROW * PANEL_HEIGHT),
        "fieldConfig", Map.of("defaults", Map.of("unit", panel.unit())),
        "targets",
            List.of(
                Map.of("refId", "A", "expr", panel.of(labels), "legendFormat", panel.legend())));
  }

  private static Map<String, Object> rule(Alert alert, EventIdentity event, String labels) {
    return Map.of(
        "alert",
        alert.name(),
        "expr",
        alert.of(labels),
        "for",
        alert.lasting(),
        "labels",
        Map.of("severity", alert.severity(), "namespace", event.namespace(), "event", event.name()),
        "annotations",
        Map.of("summary", alert.summary()));
  }

  private static Map<String, Object> label(String source, String target) {
    return Map.of("action", "replace", "sourceLabels", List.of(source), "targetLabel", target);
  }

  private static String labels(EventIdentity event) {
    return "namespace=\"%s\",event=\"%s\"".formatted(event.namespace(), event.name());
  }

  private static GenericKubernetesResource object(
      OptionalKind kind, EventIdentity event, Map<String, Object> spec) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion(kind.apiVersion());
    object.setKind(kind.kind());
    object.setMetadata(EventLabels.metadata(event.namespace(), event.name(), event.name()));
    object.setAdditionalProperty("spec", spec);
    return object;
  }
}
