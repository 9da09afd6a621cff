package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.Resources;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.Map;

/** What every container of the runtime image has, whatever it runs. */
public final class RuntimeContainer {

  /** Of files of Secrets: the group reads them. */
  public static final int SECRET_MODE = 0440;

  private static final long USER = 1000;
  private static final String FOLDER = "/etc/onsale/";

  private static final Map<String, Quantity> REQUESTS =
      Map.of("cpu", new Quantity("250m"), "memory", new Quantity("512Mi"));
  private static final Map<String, Quantity> LIMITS = Map.of("memory", new Quantity("768Mi"));

  private RuntimeContainer() {}

  /**
   * A container without a right that it does not need.
   *
   * @param argument of the image's entry point
   * @param resources empty for the operator's defaults
   */
  public static ContainerBuilder running(
      String name, String argument, String image, Resources resources) {
    return new ContainerBuilder()
        .withName(name)
        .withImage(image)
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
        .withResources(resources(resources))
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext();
  }

  public static PodSecurityContext podSecurity() {
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  /** A folder of the runtime's configuration, from the volume of that name. */
  public static VolumeMount mount(String volume) {
    return new VolumeMountBuilder()
        .withName(volume)
        .withMountPath(FOLDER + volume)
        .withReadOnly(true)
        .build();
  }

  /** The only folder that may be written to, from volume {@code tmp}. */
  public static VolumeMount temporary() {
    return new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build();
  }

  private static ResourceRequirements resources(Resources asked) {
    return new ResourceRequirementsBuilder()
        .withRequests(asked.requests().isEmpty() ? REQUESTS : asked.requests())
        .withLimits(asked.limits().isEmpty() ? LIMITS : asked.limits())
        .build();
  }
}
