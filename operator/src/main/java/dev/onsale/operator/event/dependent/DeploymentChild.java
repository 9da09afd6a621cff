package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.SharedFieldSets;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.scaling.Component;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a component. They roll only when their template changes, and nothing of {@code
 * live.json} or of the operator's own version is in it.
 */
@KubernetesDependent(
    informer =
        @Informer(
            labelSelector = EventLabels.EVENT,
            comparableResourceVersions = false,
            itemStore = SharedFieldSets.class))
public final class DeploymentChild extends ComponentChild<Deployment> {

  public DeploymentChild() {
    super(Deployment.class);
  }

  /** Labels that tell the pods of an event, whatever they do. */
  public static Map<String, String> selector(String event) {
    return Map.of(EventLabels.EVENT, event, EventLabels.NAME, EventLabels.RUNTIME);
  }

  /** Labels that tell the pods of one component. */
  public static Map<String, String> selector(String event, Component component) {
    return Map.of(
        EventLabels.EVENT,
        event,
        EventLabels.NAME,
        EventLabels.RUNTIME,
        EventLabels.COMPONENT,
        component.word());
  }

  @Override
  Optional<Deployment> render(
      EventPlan plan, ComponentPlan component, Context<TicketEvent> context) {
    Deployment live =
        context
            .getSecondaryResourcesAsStream(Deployment.class)
            .filter(
                deployment ->
                    deployment
                        .getMetadata()
                        .getName()
                        .equals(component.component().objectName(plan.event().name())))
            .findFirst()
            .orElse(null);
    return render(plan, component).map(desired -> counted(desired, component, live));
  }

  @Override
  public Deployment update(
      Deployment actual, Deployment desired, TicketEvent event, Context<TicketEvent> context) {
    return Replicas.handOver(
            actual,
            actual.getSpec().getReplicas(),
            desired.getSpec().getReplicas(),
            context.getClient())
        ? super.update(actual, desired, event, context)
        : actual;
  }

  private static Deployment counted(
      Deployment desired, ComponentPlan component, @Nullable Deployment live) {
    return desired
        .edit()
        .editSpec()
        .withReplicas(
            Replicas.declared(component, live == null ? null : live.getSpec().getReplicas()))
        .endSpec()
        .build();
  }

  /** All but the number of pods. */
  @Override
  Optional<Deployment> render(EventPlan plan, ComponentPlan component) {
    if (!plan.carrier(component.component()).deployment()) {
      return Optional.empty();
    }
    return Optional.of(
        new DeploymentBuilder()
            .withMetadata(metadata(plan, component.component()))
            .withNewSpec()
            .withRevisionHistoryLimit(3)
            .withProgressDeadlineSeconds(600)
            .withNewSelector()
            .withMatchLabels(selector(plan.event().name(), component.component()))
            .endSelector()
            .withNewStrategy()
            .withType("RollingUpdate")
            .withNewRollingUpdate()
            .withMaxUnavailable(new IntOrString(0))
            .withMaxSurge(new IntOrString(1))
            .endRollingUpdate()
            .endStrategy()
            .withTemplate(plan.pods(component))
            .endSpec()
            .build());
  }
}
