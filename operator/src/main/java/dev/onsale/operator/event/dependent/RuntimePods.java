package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.Resources;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.Zones;
import dev.onsale.operator.config.JsonFiles;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventNames;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.runtime.Role;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;
import java.util.Map;

/** The pod template of the runtime. Files are mounted as folders, so that they follow changes. */
public final class RuntimePods {

  private static final long USER = 1000;
  private static final int SECRET_MODE = 0440;
  private static final int STARTUP_TRIES = 30;
  private static final int STARTUP_SECONDS = 5;
  private static final int READY_SECONDS = 10;
  private static final int LIVE_SECONDS = 20;
  private static final long GRACE_SECONDS = 45;
  private static final String FOLDER = "/etc/onsale/";

  private static final Map<String, Quantity> REQUESTS =
      Map.of("cpu", new Quantity("250m"), "memory", new Quantity("512Mi"));
  private static final Map<String, Quantity> LIMITS = Map.of("memory", new Quantity("768Mi"));

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
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
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
        .withDefaultMode(SECRET_MODE)
        .endSecret()
        .endVolume()
        .addNewVolume()
        .withName("owner")
        .withNewSecret()
        .withSecretName(EventNames.ownerSecret(event))
        .withDefaultMode(SECRET_MODE)
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
    return container(plan, component, "migrate", "migrate")
        .withVolumeMounts(List.of(mount("config"), mount("seats"), mount("owner"), temporary()))
        .build();
  }

  private static Container serve(EventPlan plan, ComponentPlan component) {
    return container(plan, component, "runtime", "serve")
        .addNewEnv()
        .withName(Role.VARIABLE)
        .withValue(Role.words(component.component().roles()))
        .endEnv()
        .withVolumeMounts(List.of(mount("config"), mount("seats"), mount("secrets"), temporary()))
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
        .withStartupProbe(probe("/health/liveness", STARTUP_SECONDS, STARTUP_TRIES))
        .withReadinessProbe(probe("/health/readiness", READY_SECONDS, 3))
        .withLivenessProbe(probe("/health/liveness", LIVE_SECONDS, 3))
        .build();
  }

  private static ContainerBuilder container(
      EventPlan plan, ComponentPlan component, String name, String argument) {
    return new ContainerBuilder()
        .withName(name)
        .withImage(plan.image())
        .withImagePullPolicy("IfNotPresent")
        .withArgs(argument)
        .addNewEnv()
        .withName("POD_NAME")
        .withNewValueFrom()
        .withNewFieldRef()
        .withApiVersion("v1")
        .withFieldPath("metadata.name")
        .endFieldRef()
        .endValueFrom()
        .endEnv()
        .addNewEnv()
        .withName("POD_UID")
        .withNewValueFrom()
        .withNewFieldRef()
        .withApiVersion("v1")
        .withFieldPath("metadata.uid")
        .endFieldRef()
        .endValueFrom()
        .endEnv()
        .withResources(resources(component.resources()))
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext();
  }

  private static ResourceRequirements resources(Resources asked) {
    return new ResourceRequirementsBuilder()
        .withRequests(asked.requests().isEmpty() ? REQUESTS : asked.requests())
        .withLimits(asked.limits().isEmpty() ? LIMITS : asked.limits())
        .build();
  }

  private static Probe probe(String path, int period, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString("management"))
        .withScheme("HTTP")
        .endHttpGet()
        .withPeriodSeconds(period)
        .withTimeoutSeconds(3)
        .withFailureThreshold(failures)
        .build();
  }

  private static VolumeMount mount(String volume) {
    return new VolumeMountBuilder()
        .withName(volume)
        .withMountPath(FOLDER + volume)
        .withReadOnly(true)
        .build();
  }

  private static VolumeMount temporary() {
    return new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build();
  }
}
