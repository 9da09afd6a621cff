package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.event.plan.EventNames;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/** The identity of the pods; it may do nothing at the API server. */
@KubernetesDependent(
    informer = @Informer(labelSelector = EventLabels.EVENT, comparableResourceVersions = false))
public final class ServiceAccountChild extends EventChild<ServiceAccount> {

  public ServiceAccountChild() {
    super(ServiceAccount.class);
  }

  @Override
  String objectName(TicketEvent event) {
    return EventNames.runtime(event.getMetadata().getName());
  }

  @Override
  ServiceAccount render(EventPlan plan) {
    return new ServiceAccountBuilder()
        .withMetadata(metadata(plan, EventNames.runtime(plan.event().name())))
        .withAutomountServiceAccountToken(false)
        .build();
  }
}
