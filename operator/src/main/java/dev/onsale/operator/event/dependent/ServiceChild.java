package dev.onsale.operator.event.dependent;

import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.List;
import java.util.Optional;

/**
 * The ready pods of a component: port {@code http} for buyers' requests, except where none arrive,
 * and port {@code management} for metrics.
 */
@KubernetesDependent(
    informer = @Informer(labelSelector = EventLabels.EVENT, comparableResourceVersions = false))
public final class ServiceChild extends ComponentChild<Service> {

  public static final int PORT = 8080;
  public static final int MANAGEMENT_PORT = 8081;

  public ServiceChild() {
    super(Service.class);
  }

  @Override
  Optional<Service> render(EventPlan plan, ComponentPlan component) {
    ServicePort management = port("management", MANAGEMENT_PORT);
    return Optional.of(
        new ServiceBuilder()
            .withMetadata(metadata(plan, component.component()))
            .withNewSpec()
            .withSelector(DeploymentChild.selector(plan.event().name(), component.component()))
            .withPorts(
                component.component().serves()
                    ? List.of(port("http", PORT), management)
                    : List.of(management))
            .endSpec()
            .build());
  }

  private static ServicePort port(String name, int number) {
    return new ServicePortBuilder()
        .withName(name)
        .withProtocol("TCP")
        .withPort(number)
        .withTargetPort(new IntOrString(name))
        .build();
  }
}
