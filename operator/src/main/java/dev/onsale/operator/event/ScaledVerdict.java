package dev.onsale.operator.event;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Condition {@code Scaled}: whether every component has the pods of its floor. Pure. */
final class ScaledVerdict {

  private static final Duration METRICS_MAY_TAKE = Duration.ofMinutes(5);

  private ScaledVerdict() {}

  static Verdict of(
      EventPlan plan,
      Collection<Deployment> deployments,
      Collection<HorizontalPodAutoscaler> autoscalers,
      Instant now) {
    List<String> missing =
        plan.components().stream()
            .flatMap(component -> missing(plan, component, deployments).stream())
            .toList();
    if (!missing.isEmpty()) {
      return Verdict.unknown(Reason.BelowFloor, String.join("; ", missing));
    }
    if (plan.engineMissing()) {
      return Verdict.no(
          Reason.EngineMissing,
          "spec.scaling.engine is KEDA, which the cluster does not have, so a HorizontalPodAutoscaler scales; install KEDA or use Auto");
    }
    return blind(autoscalers, now)
        .map(
            names ->
                Verdict.no(
                    Reason.MetricsMissing,
                    "HorizontalPodAutoscaler %s cannot read the CPU of pods, so only the floors of the schedule hold; install metrics-server"
                        .formatted(names)))
        .orElseGet(
            () ->
                Verdict.yes(
                    Reason.FloorsReached,
                    "Every component has the pods that status.scaling names"));
  }

  private static Optional<String> missing(
      EventPlan plan, ComponentPlan component, Collection<Deployment> deployments) {
    String name = component.component().objectName(plan.event().name());
    int available =
        deployments.stream()
            .filter(deployment -> deployment.getMetadata().getName().equals(name))
            .map(Availability::pods)
            .findFirst()
            .orElse(0);
    return available >= component.floor()
        ? Optional.empty()
        : Optional.of(
            "%s has %d of at least %d pods".formatted(name, available, component.floor()));
  }

  /** Those that have found no metrics for minutes; new pods have none at first. */
  private static Optional<String> blind(
      Collection<HorizontalPodAutoscaler> autoscalers, Instant now) {
    String names =
        autoscalers.stream()
            .filter(autoscaler -> blind(autoscaler, now))
            .map(autoscaler -> autoscaler.getMetadata().getName())
            .sorted()
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  private static boolean blind(HorizontalPodAutoscaler autoscaler, Instant now) {
    return autoscaler.getStatus() != null
        && autoscaler.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    "ScalingActive".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "FailedGetResourceMetric".equals(condition.getReason())
                        && Instant.parse(condition.getLastTransitionTime())
                            .isBefore(now.minus(METRICS_MAY_TAKE)));
  }
}
