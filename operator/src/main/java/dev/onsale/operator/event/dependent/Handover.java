package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.optional.OptionalKind;
import dev.onsale.operator.optional.OptionalObjects;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;

/**
 * A change of topology: the objects of the components before stay until every component of the plan
 * has its pods, so that buyers always find some.
 */
public final class Handover {

  private Handover() {}

  /** Whether an object of a component that is planned no more must still stay. */
  public static boolean needs(HasMetadata object, TicketEvent event, Context<TicketEvent> context) {
    Optional<EventPlan> plan = ComponentChild.plan(context);
    if (plan.isEmpty() || planned(plan.get(), object)) {
      return false;
    }
    return !plan.get().components().stream()
        .allMatch(component -> taken(component, event, context));
  }

  /** By name: the label that says the same may be what somebody edited. */
  private static boolean planned(EventPlan plan, HasMetadata object) {
    String name = object.getMetadata().getName();
    return plan.components().stream()
        .map(planned -> planned.component().objectName(plan.event().name()))
        .anyMatch(own -> name.equals(own) || name.equals(ServiceChild.preview(own)));
  }

  /** Whether as many pods of the new component are available as it has at least. */
  private static boolean taken(
      ComponentPlan component, TicketEvent event, Context<TicketEvent> context) {
    String name = component.component().objectName(event.getMetadata().getName());
    return component.floor() == 0
        || context
            .getSecondaryResourcesAsStream(Deployment.class)
            .filter(deployment -> deployment.getMetadata().getName().equals(name))
            .anyMatch(deployment -> available(deployment) >= component.floor())
        || OptionalObjects.of(OptionalKind.ROLLOUT, context)
            .filter(rollout -> rollout.getMetadata().getName().equals(name))
            .anyMatch(rollout -> available(rollout) >= component.floor());
  }

  private static int available(GenericKubernetesResource rollout) {
    Object available = rollout.get("status", "availableReplicas");
    return available instanceof Number number ? number.intValue() : 0;
  }

  private static int available(Deployment deployment) {
    Integer available =
        deployment.getStatus() == null ? null : deployment.getStatus().getAvailableReplicas();
    return available == null ? 0 : available;
  }
}
