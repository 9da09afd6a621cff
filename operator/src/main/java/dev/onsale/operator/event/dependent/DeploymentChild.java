package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.event.plan.EventNames;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.Map;

/**
 * The runtime's pods. They roll only when their template changes, and nothing of {@code live.json}
 * or of the operator's own version is in it.
 */
@KubernetesDependent(
    informer = @Informer(labelSelector = EventLabels.EVENT, comparableResourceVersions = false))
public final class DeploymentChild extends EventChild<Deployment> {

  public DeploymentChild() {
    super(Deployment.class);
  }

  /** Labels that tell the pods of an event. */
  public static Map<String, String> selector(String event) {
    return Map.of(EventLabels.EVENT, event, EventLabels.NAME, EventLabels.RUNTIME);
  }

  @Override
  String objectName(TicketEvent event) {
    return EventNames.runtime(event.getMetadata().getName());
  }

  @Override
  Deployment render(EventPlan plan) {
    return new DeploymentBuilder()
        .withMetadata(metadata(plan, EventNames.runtime(plan.event().name())))
        .withNewSpec()
        .withReplicas(plan.replicas())
        .withRevisionHistoryLimit(3)
        .withProgressDeadlineSeconds(600)
        .withNewSelector()
        .withMatchLabels(selector(plan.event().name()))
        .endSelector()
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxUnavailable(new IntOrString(0))
        .withMaxSurge(new IntOrString(1))
        .endRollingUpdate()
        .endStrategy()
        .withTemplate(RuntimePods.template(plan))
        .endSpec()
        .build();
  }
}
