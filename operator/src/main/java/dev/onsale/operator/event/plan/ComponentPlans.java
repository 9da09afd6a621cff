package dev.onsale.operator.event.plan;

import dev.onsale.api.v1alpha1.Resources;
import dev.onsale.api.v1alpha1.RuntimeImage;
import dev.onsale.api.v1alpha1.Scaling;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.scaling.Component;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the components of an event run. Pure. */
public final class ComponentPlans {

  private static final int WORKER_CPU_PERCENT = 70;

  private ComponentPlans() {}

  /**
   * @param components those of the spec's topology, or those that run
   * @param raised whether the floors of {@code preScale} are in force
   */
  public static List<ComponentPlan> of(
      List<Component> components,
      TicketEventSpec spec,
      RuntimeImage.ByRole resources,
      boolean raised) {
    return components.stream()
        .map(component -> plan(component, spec.scaling(), resources, raised))
        .toList();
  }

  /** The same components without a pod. */
  public static List<ComponentPlan> stopped(List<ComponentPlan> plans) {
    return plans.stream()
        .map(
            plan ->
                new ComponentPlan(
                    plan.component(), 0, plan.max(), plan.cpuPercent(), plan.resources()))
        .toList();
  }

  private static ComponentPlan plan(
      Component component, Scaling scaling, RuntimeImage.ByRole resources, boolean raised) {
    Scaling.PreScale preScale = raised ? scaling.preScale() : null;
    return switch (component) {
      case Single ->
          plan(
              component,
              scaling.single(),
              preScale == null ? null : preScale.single(),
              resources.single());
      case Queue ->
          plan(
              component,
              scaling.queue(),
              preScale == null ? null : preScale.queue(),
              resources.queue());
      case Booking ->
          plan(
              component,
              scaling.booking(),
              preScale == null ? null : preScale.booking(),
              resources.booking());
      case Worker ->
          new ComponentPlan(
              component,
              scaling.worker().min(),
              scaling.worker().max(),
              WORKER_CPU_PERCENT,
              resources.worker());
    };
  }

  private static ComponentPlan plan(
      Component component, Scaling.Range range, @Nullable Integer raised, Resources resources) {
    int floor = raised == null ? range.min() : Math.max(range.min(), raised);
    return new ComponentPlan(
        component, floor, Math.max(floor, range.max()), range.cpuPercent(), resources);
  }
}
