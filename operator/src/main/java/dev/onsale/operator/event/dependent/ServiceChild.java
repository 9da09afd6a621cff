package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.event.plan.EventNames;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/** Where buyers' requests arrive: port 8080 of the pods that are ready. */
@KubernetesDependent(
    informer = @Informer(labelSelector = EventLabels.EVENT, comparableResourceVersions = false))
public final class ServiceChild extends EventChild<Service> {

  public static final int PORT = 8080;

  public ServiceChild() {
    super(Service.class);
  }

  @Override
  String objectName(TicketEvent event) {
    return EventNames.runtime(event.getMetadata().getName());
  }

  @Override
  Service render(EventPlan plan) {
    return new ServiceBuilder()
        .withMetadata(metadata(plan, EventNames.runtime(plan.event().name())))
        .withNewSpec()
        .withSelector(DeploymentChild.selector(plan.event().name()))
        .addNewPort()
        .withName("http")
        .withProtocol("TCP")
        .withPort(PORT)
        .withTargetPort(new IntOrString("http"))
        .endPort()
        .endSpec()
        .build();
  }
}
