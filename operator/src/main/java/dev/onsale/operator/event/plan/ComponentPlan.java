package dev.onsale.operator.event.plan;

import dev.onsale.api.v1alpha1.Resources;
import dev.onsale.scaling.Component;

/**
 * What one component of an event runs now.
 *
 * @param floor pods at least, 0 while it is stopped
 * @param max pods at most, not below {@code floor}
 * @param autoscaler what adds pods above the floor; None while it is stopped, and where {@code min}
 *     equals {@code max}
 * @param cpuPercent what scaling aims at, in percent of the request
 * @param resources of one pod; empty for the operator's defaults
 * @param zonesRequired whether pods that cannot be spread evenly over zones stay Pending
 */
public record ComponentPlan(
    Component component,
    int floor,
    int max,
    Autoscaler autoscaler,
    int cpuPercent,
    Resources resources,
    boolean zonesRequired) {

  /** The same without a pod. */
  public ComponentPlan stopped() {
    return new ComponentPlan(
        component, 0, max, Autoscaler.None, cpuPercent, resources, zonesRequired);
  }

  public ComponentPlan withZonesRequired(boolean required) {
    return new ComponentPlan(component, floor, max, autoscaler, cpuPercent, resources, required);
  }
}
