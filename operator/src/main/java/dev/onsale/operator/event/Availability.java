package dev.onsale.operator.event;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.event.bluegreen.RolloutState;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@code RuntimeAvailable} of several workloads: what the worst of them says. Pure. */
final class Availability {

  /**
   * A Deployment or Rollout.
   *
   * @param name with its kind
   * @param refused why no pod is let in; empty if none is refused
   */
  record Workload(
      String name, boolean wanted, boolean available, boolean stuck, Optional<Verdict> refused) {

    static Workload of(Deployment deployment) {
      var status = deployment.getStatus();
      Integer available = status == null ? null : status.getAvailableReplicas();
      boolean stuck =
          status != null
              && status.getConditions() != null
              && status.getConditions().stream()
                  .anyMatch(
                      condition ->
                          "Progressing".equals(condition.getType())
                              && "False".equals(condition.getStatus()));
      return new Workload(
          "Deployment " + deployment.getMetadata().getName(),
          !Integer.valueOf(0).equals(deployment.getSpec().getReplicas()),
          available != null && available > 0,
          stuck,
          refusal(deployment));
    }

    /** Pods that nobody lets in: a quota, a policy. */
    private static Optional<Verdict> refusal(Deployment deployment) {
      if (deployment.getStatus() == null || deployment.getStatus().getConditions() == null) {
        return Optional.empty();
      }
      return deployment.getStatus().getConditions().stream()
          .filter(condition -> "ReplicaFailure".equals(condition.getType()))
          .filter(condition -> "True".equals(condition.getStatus()))
          .findFirst()
          .map(
              condition ->
                  Refusal.ofPods(
                      deployment.getMetadata().getName(), String.valueOf(condition.getMessage())));
    }

    static Workload of(RolloutState rollout) {
      return new Workload(
          "Rollout " + rollout.name(),
          rollout.replicas() > 0,
          rollout.available() > 0,
          rollout.stuck(),
          Optional.empty());
    }
  }

  private Availability() {}

  static Verdict of(Collection<Workload> workloads) {
    if (workloads.isEmpty()) {
      return Verdict.unknown(Reason.NotStarted, "The runtime is not deployed yet");
    }
    List<Workload> running = workloads.stream().filter(Workload::wanted).toList();
    if (running.isEmpty()) {
      return Verdict.unknown(Reason.Stopped, "The runtime runs no pod at present");
    }
    List<Workload> waiting = running.stream().filter(Predicate.not(Workload::available)).toList();
    if (waiting.isEmpty()) {
      return Verdict.yes(Reason.Available, "Pods of the runtime are ready");
    }
    Optional<Verdict> refused =
        waiting.stream().map(Workload::refused).flatMap(Optional::stream).findFirst();
    if (refused.isPresent()) {
      return refused.get();
    }
    List<Workload> stuck = waiting.stream().filter(Workload::stuck).toList();
    return stuck.isEmpty()
        ? Verdict.unknown(Reason.Starting, "Pods of %s are starting".formatted(names(waiting)))
        : Verdict.no(
            Reason.PodsNotReady,
            "No pod of %s became ready in time; see kubectl describe pods -l onsale.dev/event"
                .formatted(names(stuck)));
  }

  /** Pods that are available. */
  static int pods(Deployment deployment) {
    Integer available =
        deployment.getStatus() == null ? null : deployment.getStatus().getAvailableReplicas();
    return available == null ? 0 : available;
  }

  private static String names(List<Workload> workloads) {
    return workloads.stream()
        .map(Workload::name)
        .sorted(Comparator.naturalOrder())
        .collect(Collectors.joining(", "));
  }
}
