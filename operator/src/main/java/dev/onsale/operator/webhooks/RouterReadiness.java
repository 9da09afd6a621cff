package dev.onsale.operator.webhooks;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Optional;

/** Whether somebody takes webhooks. */
final class RouterReadiness {

  private RouterReadiness() {}

  /**
   * @param place where they are taken, for people
   */
  static Verdict of(Optional<Deployment> pods, String place) {
    Optional<DeploymentStatus> status = pods.map(Deployment::getStatus);
    if (status.filter(RouterReadiness::available).isPresent()) {
      return Verdict.yes(Reason.Available, "Webhooks are taken " + place);
    }
    return status.filter(RouterReadiness::stuck).isPresent()
        ? Verdict.no(
            Reason.PodsNotReady,
            "No pod that takes webhooks became ready in time; see kubectl describe pods -l onsale.dev/platform")
        : Verdict.unknown(Reason.Starting, "Pods that take webhooks are starting");
  }

  private static boolean available(DeploymentStatus status) {
    return status.getAvailableReplicas() != null && status.getAvailableReplicas() > 0;
  }

  private static boolean stuck(DeploymentStatus status) {
    return status.getConditions().stream()
        .anyMatch(
            condition ->
                "Progressing".equals(condition.getType()) && "False".equals(condition.getStatus()));
  }
}
