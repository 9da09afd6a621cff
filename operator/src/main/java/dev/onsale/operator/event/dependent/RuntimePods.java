package dev.onsale.operator.event.dependent;

import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.Zones;
import dev.onsale.operator.config.JsonFiles;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventNames;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.runtime.Role;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;

/** The pod template of the runtime. Files are mounted as folders, so that they follow changes. */
public final class RuntimePods {

  private static final long GRACE_SECONDS = 45;

  private RuntimePods() {}

  public static PodTemplateSpec template(EventPlan plan, ComponentPlan component) {
    String event = plan.event().name();
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(EventLabels.labels(event, component.component()))
        .addToAnnotations(EventLabels.BOOT_HASH, JsonFiles.hash(plan.bootJson()))
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(component.component().objectName(event))
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withSecurityContext(RuntimeContainer.podSecurity())
        .withTopologySpreadConstraints(
            spread(event, component, Zones.LABEL, component.zonesRequired()),
            spread(event, component, "kubernetes.io/hostname", false))
        .withInitContainers(migrate(plan, component))
        .withContainers(serve(plan, component))
        .addNewVolume()
        .withName("config")
        .withNewConfigMap()
        .withName(EventNames.config(event))
        .endConfigMap()
        .endVolume()
        .addNewVolume()
        .withName("seats")
        .withNewConfigMap()
        .withName(plan.seats().configMapName(event))
        .endConfigMap()
        .endVolume()
        .addNewVolume()
        .withName("secrets")
        .withNewSecret()
        .withSecretName(EventNames.runtimeSecret(event))
        .withDefaultMode(RuntimeContainer.SECRET_MODE)
        .endSecret()
        .endVolume()
        .addNewVolume()
        .withName("owner")
        .withNewSecret()
        .withSecretName(EventNames.ownerSecret(event))
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

  /** Evenly over the places that a label names, counting the pods of the same roll only. */
  private static TopologySpreadConstraint spread(
      String event, ComponentPlan component, String label, boolean required) {
    return new TopologySpreadConstraintBuilder()
        .withMaxSkew(1)
        .withTopologyKey(label)
        .withWhenUnsatisfiable(required ? "DoNotSchedule" : "ScheduleAnyway")
        .withNodeTaintsPolicy("Honor")
        .withMatchLabelKeys("pod-template-hash")
        .withNewLabelSelector()
        .withMatchLabels(DeploymentChild.selector(event, component.component()))
        .endLabelSelector()
        .build();
  }

  private static Container migrate(EventPlan plan, ComponentPlan component) {
    return RuntimeContainer.running("migrate", "migrate", plan.image(), component.resources())
        .withVolumeMounts(
            List.of(
                RuntimeContainer.mount("config"),
                RuntimeContainer.mount("seats"),
                RuntimeContainer.mount("owner"),
                RuntimeContainer.temporary()))
        .build();
  }

  private static Container serve(EventPlan plan, ComponentPlan component) {
    return RuntimeContainer.running("runtime", "serve", plan.image(), component.resources())
        .addNewEnv()
        .withName(Role.VARIABLE)
        .withValue(Role.words(component.component().roles()))
        .endEnv()
        .withVolumeMounts(
            List.of(
                RuntimeContainer.mount("config"),
                RuntimeContainer.mount("seats"),
                RuntimeContainer.mount("secrets"),
                RuntimeContainer.temporary()))
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
}
