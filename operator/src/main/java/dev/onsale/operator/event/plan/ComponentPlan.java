package dev.onsale.operator.event.plan;

import dev.onsale.api.v1alpha1.Resources;
import dev.onsale.scaling.Component;

/**
 * What one component of an event runs now.
 *
 * @param floor pods at least, 0 while it is stopped
 * @param max pods at most, not below {@code floor}
 * @param cpuPercent what scaling aims at, in percent of the request
 * @param resources of one pod; empty for the operator's defaults
 */
public record ComponentPlan(
    Component component, int floor, int max, int cpuPercent, Resources resources) {}
