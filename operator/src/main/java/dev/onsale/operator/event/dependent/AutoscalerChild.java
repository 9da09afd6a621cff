package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.cluster.SharedFieldSets;
import dev.onsale.operator.event.plan.Autoscaler;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.optional.OptionalKind;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The HorizontalPodAutoscaler of a component: from its floor up by CPU. It doubles within a quarter
 * of a minute when a crowd comes, and gives pods back slowly, because the crowd may come again.
 *
 * <p>Where KEDA scales it takes this object over under its name, so it is not deleted then.
 */
@KubernetesDependent(
    informer =
        @Informer(
            labelSelector = EventLabels.EVENT,
            comparableResourceVersions = false,
            itemStore = SharedFieldSets.class))
public final class AutoscalerChild extends ComponentChild<HorizontalPodAutoscaler> {

  private static final int UP_SECONDS = 15;
  private static final int UP_PERCENT = 100;
  private static final int UP_PODS = 4;
  private static final int DOWN_WINDOW_SECONDS = 300;
  private static final int DOWN_SECONDS = 60;
  private static final int DOWN_PERCENT = 10;

  public AutoscalerChild() {
    super(HorizontalPodAutoscaler.class);
  }

  @Override
  Optional<HorizontalPodAutoscaler> render(EventPlan plan, ComponentPlan component) {
    return component.autoscaler() == Autoscaler.HPA
        ? Optional.of(of(plan, component))
        : Optional.empty();
  }

  /** What scales a component, or what KEDA takes as its pattern. */
  public static HorizontalPodAutoscaler of(EventPlan plan, ComponentPlan component) {
    return new HorizontalPodAutoscalerBuilder()
        .withMetadata(metadata(plan, component.component()))
        .withNewSpec()
        .withScaleTargetRef(target(plan, component))
        .withMinReplicas(component.floor())
        .withMaxReplicas(component.max())
        .addNewMetric()
        .withType("Resource")
        .withNewResource()
        .withName("cpu")
        .withNewTarget()
        .withType("Utilization")
        .withAverageUtilization(component.cpuPercent())
        .endTarget()
        .endResource()
        .endMetric()
        .withNewBehavior()
        .withNewScaleUp()
        .withStabilizationWindowSeconds(0)
        .withSelectPolicy("Max")
        .withPolicies(
            new HPAScalingPolicy(UP_SECONDS, "Percent", UP_PERCENT),
            new HPAScalingPolicy(UP_SECONDS, "Pods", UP_PODS))
        .endScaleUp()
        .withNewScaleDown()
        .withStabilizationWindowSeconds(DOWN_WINDOW_SECONDS)
        .withSelectPolicy("Max")
        .withPolicies(new HPAScalingPolicy(DOWN_SECONDS, "Percent", DOWN_PERCENT))
        .endScaleDown()
        .endBehavior()
        .endSpec()
        .build();
  }

  /** What runs the pods; while they change hands, the Rollout. */
  private static CrossVersionObjectReference target(EventPlan plan, ComponentPlan component) {
    boolean rollout = plan.carrier(component.component()).rollout();
    return new CrossVersionObjectReference(
        rollout ? OptionalKind.ROLLOUT.apiVersion() : "apps/v1",
        rollout ? OptionalKind.ROLLOUT.kind() : "Deployment",
        component.component().objectName(plan.event().name()));
  }

  @Override
  public Map<ResourceID, HorizontalPodAutoscaler> getSecondaryResources(
      TicketEvent event, Context<TicketEvent> context) {
    Map<ResourceID, HorizontalPodAutoscaler> present =
        new HashMap<>(super.getSecondaryResources(event, context));
    plan(context)
        .ifPresent(
            plan ->
                plan.components().stream()
                    .filter(component -> leavesAlone(component.autoscaler()))
                    .map(component -> component.component().objectName(plan.event().name()))
                    .forEach(name -> present.keySet().removeIf(id -> id.getName().equals(name))));
    return present;
  }

  private static boolean leavesAlone(Autoscaler autoscaler) {
    return autoscaler == Autoscaler.KEDA || autoscaler == Autoscaler.Undecided;
  }
}
