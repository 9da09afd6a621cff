package dev.onsale.operator.webhooks;

import dev.onsale.api.v1alpha1.Resources;
import dev.onsale.operator.event.dependent.HealthProbes;
import dev.onsale.operator.event.dependent.RuntimeContainer;
import dev.onsale.runtime.Role;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.Map;

/**
 * The pods: the runtime's image in role {@code platform}. They roll when the secret changes,
 * because its Secret is another one then.
 */
final class RouterPods {

  /** Longer than the slowest webhook takes, and the Service needs to forget a pod. */
  private static final long GRACE_SECONDS = 45;

  private static final Map<String, Quantity> REQUESTS =
      Map.of("cpu", new Quantity("50m"), "memory", new Quantity("192Mi"));
  private static final Map<String, Quantity> LIMITS = Map.of("memory", new Quantity("256Mi"));

  private RouterPods() {}

  static PodTemplateSpec template(RouterPlan plan) {
    String name = plan.metadata().getName();
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(plan.labels())
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(name)
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withSecurityContext(RuntimeContainer.podSecurity())
        .withTopologySpreadConstraints(
            spread(plan, "topology.kubernetes.io/zone"), spread(plan, "kubernetes.io/hostname"))
        .withContainers(container(plan))
        .addNewVolume()
        .withName("config")
        .withNewConfigMap()
        .withName(name)
        .endConfigMap()
        .endVolume()
        .addNewVolume()
        .withName("secrets")
        .withNewSecret()
        .withSecretName(plan.secretName())
        .withDefaultMode(RuntimeContainer.SECRET_MODE)
        .endSecret()
        .endVolume()
        .addNewVolume()
        .withName("tmp")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .endSpec()
        .build();
  }

  private static Container container(RouterPlan plan) {
    return RuntimeContainer.running(
            "runtime", "serve", plan.spec().runtime().image(), new Resources(REQUESTS, LIMITS))
        .addNewEnv()
        .withName(Role.VARIABLE)
        .withValue(Role.PLATFORM)
        .endEnv()
        .withVolumeMounts(
            RuntimeContainer.mount("config"),
            RuntimeContainer.mount("secrets"),
            RuntimeContainer.temporary())
        .addNewPort()
        .withName("http")
        .withContainerPort(8080)
        .withProtocol("TCP")
        .endPort()
        .addNewPort()
        .withName("management")
        .withContainerPort(8081)
        .withProtocol("TCP")
        .endPort()
        .withStartupProbe(HealthProbes.startup())
        .withReadinessProbe(HealthProbes.readiness())
        .withLivenessProbe(HealthProbes.liveness())
        .build();
  }

  private static TopologySpreadConstraint spread(RouterPlan plan, String label) {
    return new TopologySpreadConstraintBuilder()
        .withMaxSkew(1)
        .withTopologyKey(label)
        .withWhenUnsatisfiable("ScheduleAnyway")
        .withMatchLabelKeys("pod-template-hash")
        .withNewLabelSelector()
        .withMatchLabels(plan.labels())
        .endLabelSelector()
        .build();
  }
}
