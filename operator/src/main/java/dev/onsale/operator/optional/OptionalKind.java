package dev.onsale.operator.optional;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/**
 * Kinds that an event gets only in some clusters: most come with somebody's CRDs, the others are
 * there but made only where the platform asks.
 */
public enum OptionalKind {
  SCALED_OBJECT("keda.sh", "v1alpha1", "ScaledObject", "scaledobjects"),
  ROLLOUT("argoproj.io", "v1alpha1", "Rollout", "rollouts"),
  ANALYSIS_TEMPLATE("argoproj.io", "v1alpha1", "AnalysisTemplate", "analysistemplates"),
  HTTP_ROUTE("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes"),
  SERVICE_MONITOR("monitoring.coreos.com", "v1", "ServiceMonitor", "servicemonitors"),
  PROMETHEUS_RULE("monitoring.coreos.com", "v1", "PrometheusRule", "prometheusrules"),
  INGRESS("networking.k8s.io", "v1", "Ingress", "ingresses"),
  NETWORK_POLICY("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies");

  private final String group;
  private final String version;
  private final String kind;
  private final String plural;

  OptionalKind(String group, String version, String kind, String plural) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.plural = plural;
  }

  /** As in a manifest. */
  public String apiVersion() {
    return group + "/" + version;
  }

  /** As in a manifest. */
  public String kind() {
    return kind;
  }

  /** As in a path of the API server. */
  public String plural() {
    return plural;
  }

  ResourceDefinitionContext definition() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }
}
