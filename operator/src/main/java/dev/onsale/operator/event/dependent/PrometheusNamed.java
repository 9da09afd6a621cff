package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;

/** The platform names a Prometheus, so somebody may look at a dashboard. */
public final class PrometheusNamed implements Condition<ConfigMap, TicketEvent> {

  @Override
  public boolean isMet(
      DependentResource<ConfigMap, TicketEvent> dashboard,
      TicketEvent event,
      Context<TicketEvent> context) {
    return context
        .managedWorkflowAndDependentResourceContext()
        .get(EventPlan.KEY, EventPlan.class)
        .filter(plan -> plan.platform().observability().prometheusURL() != null)
        .isPresent();
  }
}
