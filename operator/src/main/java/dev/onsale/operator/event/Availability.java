package dev.onsale.operator.event;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@code RuntimeAvailable} of several Deployments: what the worst of them says. Pure. */
final class Availability {

  private Availability() {}

  static Verdict of(Collection<Deployment> deployments) {
    if (deployments.isEmpty()) {
      return Verdict.unknown(Reason.NotStarted, "The runtime is not deployed yet");
    }
    List<Deployment> running = deployments.stream().filter(Availability::wanted).toList();
    if (running.isEmpty()) {
      return Verdict.unknown(Reason.Stopped, "The runtime runs no pod at present");
    }
    List<Deployment> waiting =
        running.stream().filter(Predicate.not(Availability::available)).toList();
    if (waiting.isEmpty()) {
      return Verdict.yes(Reason.Available, "Pods of the runtime are ready");
    }
    Optional<Verdict> refused =
        waiting.stream().map(Availability::refused).flatMap(Optional::stream).findFirst();
    if (refused.isPresent()) {
      return refused.get();
    }
    List<Deployment> stuck = waiting.stream().filter(Availability::stuck).toList();
    return stuck.isEmpty()
        ? Verdict.unknown(Reason.Starting, "Pods of %s are starting".formatted(names(waiting)))
        : Verdict.no(
            Reason.PodsNotReady,
            "No pod of %s became ready in time; see kubectl describe pods -l onsale.dev/event"
                .formatted(names(stuck)));
  }

  private static boolean wanted(Deployment deployment) {
    return !Integer.valueOf(0).equals(deployment.getSpec().getReplicas());
  }

  private static boolean available(Deployment deployment) {
    return pods(deployment) > 0;
  }

  /** Pods that are available. */
  static int pods(Deployment deployment) {
    Integer available =
        deployment.getStatus() == null ? null : deployment.getStatus().getAvailableReplicas();
    return available == null ? 0 : available;
  }

  private static boolean stuck(Deployment deployment) {
    return deployment.getStatus() != null
        && deployment.getStatus().getConditions() != null
        && deployment.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    "Progressing".equals(condition.getType())
                        && "False".equals(condition.getStatus()));
  }

  /** Pods that nobody lets in: a quota, a policy. */
  private static Optional<Verdict> refused(Deployment deployment) {
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

  private static String names(List<Deployment> deployments) {
    return deployments.stream()
        .sorted(Comparator.comparing(deployment -> deployment.getMetadata().getName()))
        .map(deployment -> "Deployment " + deployment.getMetadata().getName())
        .collect(Collectors.joining(", "));
  }
}
