package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.ForeignField;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.WorkflowReconcileResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The third step: the event's Kubernetes objects, and what became of its pods. */
final class Workload {

  private Workload() {}

  /** What became of the plan. */
  record State(Verdict runtime, Verdict scaled) {}

  /** Applies every object of the plan. */
  @SuppressWarnings("rawtypes")
  static State apply(EventPlan plan, Instant now, Context<TicketEvent> context) {
    var workflow = context.managedWorkflowAndDependentResourceContext();
    workflow.put(EventPlan.KEY, plan);
    WorkflowReconcileResult result = workflow.reconcileManagedWorkflow();
    State state = observe(plan, now, context);
    return result.getErroredDependents().entrySet().stream()
        .findFirst()
        .map(error -> new State(refused(error), state.scaled()))
        .orElse(state);
  }

  /** What the pods are doing, without touching anything. */
  static Verdict observe(Context<TicketEvent> context) {
    return Availability.of(context.getSecondaryResources(Deployment.class));
  }

  /** Only the components of the plan count; others are on their way out. */
  static State observe(EventPlan plan, Instant now, Context<TicketEvent> context) {
    Set<String> names =
        plan.components().stream()
            .map(planned -> planned.component().objectName(plan.event().name()))
            .collect(Collectors.toSet());
    Set<Deployment> deployments =
        context
            .getSecondaryResourcesAsStream(Deployment.class)
            .filter(deployment -> names.contains(deployment.getMetadata().getName()))
            .collect(Collectors.toSet());
    return new State(
        available(plan, names, deployments),
        ScaledVerdict.of(
            plan, deployments, context.getSecondaryResources(HorizontalPodAutoscaler.class), now));
  }

  private static Verdict available(EventPlan plan, Set<String> names, Set<Deployment> deployments) {
    if (deployments.size() < names.size()) {
      return Verdict.unknown(Reason.NotStarted, "The runtime is not deployed yet");
    }
    Instant next = plan.scaling().nextChangeAt();
    return plan.scaling().asleep()
        ? Verdict.yes(
            Reason.Idle,
            next == null
                ? "The event is over and runs no pod"
                : "The event runs no pod before " + next)
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
