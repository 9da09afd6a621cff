package dev.onsale.operator.event.dependent;

import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.SharedFieldSets;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.Optional;

/**
 * How many pods of a component a drain must leave: one, and all but one during a sale's busiest
 * hours. With a floor of one pod there is none, because it would block every drain. Pods that are
 * not ready may always go.
 */
@KubernetesDependent(
    informer =
        @Informer(
            labelSelector = EventLabels.EVENT,
            comparableResourceVersions = false,
            itemStore = SharedFieldSets.class))
public final class PodDisruptionBudgetChild extends ComponentChild<PodDisruptionBudget> {

  public PodDisruptionBudgetChild() {
    super(PodDisruptionBudget.class);
  }

  @Override
  Optional<PodDisruptionBudget> render(EventPlan plan, ComponentPlan component) {
    if (component.floor() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        new PodDisruptionBudgetBuilder()
            .withMetadata(metadata(plan, component.component()))
            .withNewSpec()
            .withMinAvailable(new IntOrString(plan.frozen() ? component.floor() - 1 : 1))
            .withUnhealthyPodEvictionPolicy("AlwaysAllow")
            .withNewSelector()
            .withMatchLabels(DeploymentChild.selector(plan.event().name(), component.component()))
            .endSelector()
            .endSpec()
            .build());
  }
}
