package dev.onsale.operator.event.dependent;

import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;

/** What the pods of a component are made of. Every version of the operator may have another. */
@FunctionalInterface
public interface PodRenderer {

  /** Equal arguments give equal templates. */
  PodTemplateSpec render(EventPlan plan, ComponentPlan component);
}
