package dev.onsale.operator.event;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Locale;

/** What it means that the API server, or a controller behind it, refused an object. Pure. */
final class Refusal {

  private static final int CONFLICT = 409;
  private static final int FORBIDDEN = 403;

  private Refusal() {}

  /**
   * @param what kind of the object
   */
  static Verdict of(String what, Exception error) {
    int code = error instanceof KubernetesClientException refused ? refused.getCode() : 0;
    String said = String.valueOf(error.getMessage());
    if (code == CONFLICT) {
      return Verdict.no(
          Reason.ChildConflict,
          "A %s of the name that the runtime needs exists without label onsale.dev/event and was left alone; rename or delete it"
              .formatted(what));
    }
    Reason reason = reason(said);
    if (reason != Reason.ApplyFailed) {
      return Verdict.no(reason, "%s was refused: %s".formatted(what, said));
    }
    if (code == FORBIDDEN && said.contains("is forbidden: User ")) {
      return Verdict.no(Reason.RightMissing, "%s was refused: %s".formatted(what, said));
    }
    return Verdict.unknown(
        Reason.ApplyFailed, "%s could not be applied and is tried again: %s".formatted(what, said));
  }

  /** What a ReplicaSet was told when it made pods. */
  static Verdict ofPods(String deployment, String said) {
    Reason reason = reason(said);
    return Verdict.no(
        reason == Reason.ApplyFailed ? Reason.PodsRefused : reason,
        "Pods of Deployment %s are refused: %s".formatted(deployment, said));
  }

  private static Reason reason(String said) {
    String text = said.toLowerCase(Locale.ROOT);
    if (text.contains("exceeded quota")) {
      return Reason.QuotaExceeded;
    }
    return text.contains("denied the request")
            || text.contains("denied request")
            || text.contains("violates podsecurity")
        ? Reason.AdmissionDenied
        : Reason.ApplyFailed;
  }
}
