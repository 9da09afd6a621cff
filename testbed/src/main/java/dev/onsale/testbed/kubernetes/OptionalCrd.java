package dev.onsale.testbed.kubernetes;

import dev.onsale.testbed.binaries.GoModule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The CRDs of other projects that events make use of, as those projects publish them (all under
 * Apache License 2.0).
 */
public enum OptionalCrd {
  SCALED_OBJECT(Module.KEDA, "config/crd/bases/keda.sh_scaledobjects.yaml"),
  ROLLOUT(Module.ARGO_ROLLOUTS, "manifests/crds/rollout-crd.yaml"),
  ANALYSIS_TEMPLATE(Module.ARGO_ROLLOUTS, "manifests/crds/analysis-template-crd.yaml"),
  HTTP_ROUTE(Module.GATEWAY_API, "config/crd/standard/gateway.networking.k8s.io_httproutes.yaml"),
  SERVICE_MONITOR(
      Module.PROMETHEUS_OPERATOR,
      "example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml"),
  PROMETHEUS_RULE(
      Module.PROMETHEUS_OPERATOR,
      "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml");

  private static final Duration GONE_WITHIN = Duration.ofSeconds(30);

  private final GoModule module;
  private final String file;
  private @Nullable CustomResourceDefinition definition;

  OptionalCrd(GoModule module, String file) {
    this.module = module;
    this.file = file;
  }

  /** Installs CRDs; returns when their kinds are served. */
  public static void install(KubernetesClient client, List<OptionalCrd> crds) {
    Definitions.install(client, crds.stream().map(OptionalCrd::load).toList());
  }

  /** Removes the CRD, and with it every object of its kind. */
  public void remove(KubernetesClient client) {
    client.resource(load()).delete();
    client
        .resource(load())
        .waitUntilCondition(
            definition -> definition == null, GONE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized CustomResourceDefinition load() {
    CustomResourceDefinition read = definition;
    if (read == null) {
      read = Definitions.read(module.file(file));
      definition = read;
    }
    return read;
  }

  /** Apart from the constants, which cannot refer to fields of their own enum. */
  private static final class Module {
    static final GoModule KEDA =
        new GoModule(
            "github.com/kedacore/keda/v2",
            "v2.17.2",
            "h1:xlrcK5TKABJF9PebK79sgL07s/csGjL3H4m72OkZXxk=");
    static final GoModule ARGO_ROLLOUTS =
        new GoModule(
            "github.com/argoproj/argo-rollouts",
            "v1.8.3",
            "h1:blbtQva4IK9r6gFh+dWkCrLnFdPOWiv9ubQYu36qeaA=");
    static final GoModule GATEWAY_API =
        new GoModule(
            "sigs.k8s.io/gateway-api", "v1.3.0", "h1:q6okN+/UKDATola4JY7zXzx40WO4VISk7i9DIfOvr9M=");
    static final GoModule PROMETHEUS_OPERATOR =
        new GoModule(
            "github.com/prometheus-operator/prometheus-operator",
            "v0.83.0",
            "h1:qAKbm+45fqNGcn9sGTa1Ae2TM3KZuYA/uyoD2QKi9+o=");

    private Module() {}
  }
}
