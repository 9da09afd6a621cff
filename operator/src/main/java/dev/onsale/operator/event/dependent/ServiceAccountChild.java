package dev.onsale.operator.event.dependent;

import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.SharedFieldSets;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.Optional;

/** The identity of a component's pods; it may do nothing at the API server. */
@KubernetesDependent(
    informer =
        @Informer(
            labelSelector = EventLabels.EVENT,
            comparableResourceVersions = false,
            itemStore = SharedFieldSets.class))
public final class ServiceAccountChild extends ComponentChild<ServiceAccount> {

  public ServiceAccountChild() {
    super(ServiceAccount.class);
  }

  @Override
  Optional<ServiceAccount> render(EventPlan plan, ComponentPlan component) {
    return Optional.of(
        new ServiceAccountBuilder()
            .withMetadata(metadata(plan, component.component()))
            .withAutomountServiceAccountToken(false)
            .build());
  }
}
