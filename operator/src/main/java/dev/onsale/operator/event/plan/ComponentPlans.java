package dev.onsale.operator.event.plan;

import dev.onsale.api.v1alpha1.Resources;
import dev.onsale.api.v1alpha1.RuntimeImage;
import dev.onsale.api.v1alpha1.Scaling;
import dev.onsale.scaling.Component;
import dev.onsale.scaling.ScalingPolicy;
import java.util.List;

/**
 * What the components of an event run.
 *
 * @param scaling the floors of the schedule
 * @param all one for each component that runs, in the order of {@link Component}
 */
public record ComponentPlans(ScalingPolicy scaling, List<ComponentPlan> all) {

  private static final int WORKER_CPU_PERCENT = 70;

  public ComponentPlans {
    all = List.copyOf(all);
  }

  /**
   * @param policy the floors in force, of every component that runs
   * @param autoscaler what adds pods where a component may have more than its floor
   */
  public static ComponentPlans of(
      Scaling scaling, RuntimeImage.ByRole resources, ScalingPolicy policy, Autoscaler autoscaler) {
    return new ComponentPlans(
        policy,
        policy.floors().entrySet().stream()
            .map(floor -> plan(floor.getKey(), floor.getValue(), scaling, resources, autoscaler))
            .toList());
  }

  /** The same without a pod. */
  public ComponentPlans stopped() {
    return new ComponentPlans(scaling, all.stream().map(ComponentPlan::stopped).toList());
  }

  /** Pods at most. */
  public int pods() {
    return all.stream().mapToInt(ComponentPlan::max).sum();
  }

  private static ComponentPlan plan(
      Component component,
      int floor,
      Scaling scaling,
      RuntimeImage.ByRole resources,
      Autoscaler autoscaler) {
    Scaling.Range range = range(component, scaling);
    boolean fixed = floor == 0 || range.min().equals(range.max());
    return new ComponentPlan(
        component,
        floor,
        Math.max(floor, range.max()),
        fixed ? Autoscaler.None : autoscaler,
        range.cpuPercent(),
        resources(component, resources),
        false);
  }

  private static Scaling.Range range(Component component, Scaling scaling) {
    return switch (component) {
      case Single -> scaling.single();
      case Queue -> scaling.queue();
      case Booking -> scaling.booking();
      case Worker ->
          new Scaling.Range(scaling.worker().min(), scaling.worker().max(), WORKER_CPU_PERCENT);
    };
  }

  private static Resources resources(Component component, RuntimeImage.ByRole resources) {
    return switch (component) {
      case Single -> resources.single();
      case Queue -> resources.queue();
      case Booking -> resources.booking();
      case Worker -> resources.worker();
    };
  }
}
