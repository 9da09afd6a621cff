package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.ForeignField;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.WorkflowReconcileResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The third step: the event's Kubernetes objects, and what became of its pods. */
final class Workload {

  private Workload() {}

  /** Applies every object of the plan. */
  @SuppressWarnings("rawtypes")
  static Verdict apply(EventPlan plan, Context<TicketEvent> context) {
    var workflow = context.managedWorkflowAndDependentResourceContext();
    workflow.put(EventPlan.KEY, plan);
    WorkflowReconcileResult result = workflow.reconcileManagedWorkflow();
    return result.getErroredDependents().entrySet().stream()
        .findFirst()
        .map(Workload::refused)
        .orElseGet(() -> observe(plan, context));
  }

  /** What the pods are doing, without touching anything. */
  static Verdict observe(Context<TicketEvent> context) {
    return Availability.of(context.getSecondaryResources(Deployment.class));
  }

  /** Only the components of the plan count; others are on their way out. */
  private static Verdict observe(EventPlan plan, Context<TicketEvent> context) {
    Set<String> names =
        plan.components().stream()
            .map(planned -> planned.component().objectName(plan.event().name()))
            .collect(Collectors.toSet());
    Set<Deployment> deployments =
        context
            .getSecondaryResourcesAsStream(Deployment.class)
            .filter(deployment -> names.contains(deployment.getMetadata().getName()))
            .collect(Collectors.toSet());
    return deployments.size() < names.size()
        ? Verdict.unknown(Reason.NotStarted, "The runtime is not deployed yet")
        : Availability.of(deployments);
  }

  /** What others added to pod templates and Services. */
  static List<ForeignField> foreign(Context<TicketEvent> context) {
    return Stream.concat(
            context
                .getSecondaryResourcesAsStream(Deployment.class)
                .flatMap(found -> ForeignField.of(found, List.of("spec", "template")).stream()),
            context
                .getSecondaryResourcesAsStream(Service.class)
                .flatMap(found -> ForeignField.of(found, List.of("spec")).stream()))
        .toList();
  }

  @SuppressWarnings("rawtypes")
  private static Verdict refused(Map.Entry<DependentResource, Exception> error) {
    return Refusal.of(error.getKey().resourceType().getSimpleName(), error.getValue());
  }
}
