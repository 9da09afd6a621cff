package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.ForeignField;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.bluegreen.BlueGreen;
import dev.onsale.operator.event.bluegreen.RolloutState;
import dev.onsale.operator.event.dependent.SecretVersion;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventNames;
import dev.onsale.operator.event.plan.EventPlan;
import dev.onsale.operator.optional.OptionalKind;
import dev.onsale.operator.optional.OptionalObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.workflow.WorkflowReconcileResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The third step: the event's Kubernetes objects, and what became of its pods. */
final class Workload {

  /** The Rollouts controller takes the selector when it adds the hash; the rest we repair. */
  private static final String COLOURED = "spec.selector";

  private Workload() {}

  /** What became of the plan. */
  record State(Verdict runtime, Verdict scaled) {}

  /**
   * What came of applying.
   *
   * @param refused why an object is not what it should be
   * @param secrets versions of the Secrets as they stand, by name
   */
  record Applied(Optional<Verdict> refused, Map<String, String> secrets) {}

  /** Applies every object of the plan. */
  @SuppressWarnings("rawtypes")
  static Applied apply(
      EventPlan plan, TicketEvent event, BlueGreen blueGreen, Context<TicketEvent> context) {
    var workflow = context.managedWorkflowAndDependentResourceContext();
    workflow.put(EventPlan.KEY, plan);
    WorkflowReconcileResult result = workflow.reconcileManagedWorkflow();
    Optional<Verdict> refused =
        result.getErroredDependents().entrySet().stream()
            .findFirst()
            .map(
                error ->
                    Refusal.of(error.getKey().resourceType().getSimpleName(), error.getValue()))
            .or(() -> rollouts(plan, event, blueGreen, context));
    Map<String, String> secrets = new HashMap<>();
    for (String name :
        List.of(
            EventNames.runtimeSecret(plan.event().name()),
            EventNames.ownerSecret(plan.event().name()))) {
      SecretVersion.of(name, context).ifPresent(version -> secrets.put(name, version));
    }
    return new Applied(refused, secrets);
  }

  private static Optional<Verdict> rollouts(
      EventPlan plan, TicketEvent event, BlueGreen blueGreen, Context<TicketEvent> context) {
    try {
      blueGreen.apply(plan, event, context);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(Refusal.of(OptionalKind.ROLLOUT.kind(), e));
    }
  }

  /** Pods of the event that are available, whoever keeps them. */
  static int available(Context<TicketEvent> context) {
    int deployed =
        context
            .getSecondaryResourcesAsStream(Deployment.class)
            .map(Deployment::getStatus)
            .filter(Objects::nonNull)
            .map(DeploymentStatus::getAvailableReplicas)
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .sum();
    return deployed + RolloutState.all(context).mapToInt(RolloutState::available).sum();
  }

  /** What the pods are doing, without touching anything. */
  static Verdict observe(Context<TicketEvent> context) {
    return Availability.of(
        Stream.concat(
                context
                    .getSecondaryResourcesAsStream(Deployment.class)
                    .map(Availability.Workload::of),
                RolloutState.all(context).map(Availability.Workload::of))
            .toList());
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
    RolloutState.all(context)
        .filter(rollout -> names.contains(rollout.name()))
        .map(Workload::asDeployment)
        .forEach(deployments::add);
    return new State(
        available(plan, context),
        ScaledVerdict.of(
            plan, deployments, context.getSecondaryResources(HorizontalPodAutoscaler.class), now));
  }

  /** What counts pods need not know by what they are run. */
  private static Deployment asDeployment(RolloutState rollout) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(rollout.name())
        .endMetadata()
        .withNewSpec()
        .withReplicas(rollout.replicas())
        .endSpec()
        .withNewStatus()
        .withAvailableReplicas(rollout.available())
        .endStatus()
        .build();
  }

  private static Verdict available(EventPlan plan, Context<TicketEvent> context) {
    List<Availability.Workload> found = new ArrayList<>();
    for (ComponentPlan component : plan.components()) {
      String name = component.component().objectName(plan.event().name());
      if (plan.carrier(component.component()).deployment()) {
        context
            .getSecondaryResourcesAsStream(Deployment.class)
            .filter(deployment -> name.equals(deployment.getMetadata().getName()))
            .map(Availability.Workload::of)
            .forEach(found::add);
      } else {
        RolloutState.all(context)
            .filter(rollout -> name.equals(rollout.name()))
            .map(Availability.Workload::of)
            .forEach(found::add);
      }
    }
    if (found.size() < plan.components().size()) {
      return Verdict.unknown(Reason.NotStarted, "The runtime is not deployed yet");
    }
    Instant next = plan.scaling().nextChangeAt();
    return plan.scaling().asleep()
        ? Verdict.yes(
            Reason.Idle,
            next == null
                ? "The event is over and runs no pod"
                : "The event runs no pod before " + next)
        : Availability.of(found);
  }

  /** What others added to pod templates and Services. */
  static List<ForeignField> foreign(Context<TicketEvent> context) {
    return Stream.concat(
            Stream.<HasMetadata>concat(
                    context.getSecondaryResourcesAsStream(Deployment.class),
                    OptionalObjects.of(OptionalKind.ROLLOUT, context))
                .flatMap(found -> ForeignField.of(found, List.of("spec", "template")).stream()),
            context
                .getSecondaryResourcesAsStream(Service.class)
                .flatMap(found -> ForeignField.of(found, List.of("spec")).stream())
                .filter(field -> !COLOURED.equals(field.path())))
        .toList();
  }
}
