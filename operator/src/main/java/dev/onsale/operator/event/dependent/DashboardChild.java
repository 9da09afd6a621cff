package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.monitoring.Monitoring;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/** ConfigMap {@code N-dashboard}, which Grafana's sidecar loads. */
@KubernetesDependent
public final class DashboardChild extends EventChild<ConfigMap> {

  public DashboardChild() {
    super(ConfigMap.class);
  }

  @Override
  String objectName(TicketEvent event) {
    return Monitoring.dashboardName(event.getMetadata().getName());
  }

  @Override
  ConfigMap render(EventPlan plan) {
    return Monitoring.dashboard(plan.event());
  }
}
