package dev.onsale.operator.cluster;

import dev.onsale.operator.conditions.Conditions;
import dev.onsale.operator.conditions.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Kubernetes Events on transitions, for {@code kubectl describe}. */
public final class EventRecorder {

  /** Where the API server wants Events of cluster-scoped objects. */
  private static final String CLUSTER_SCOPED = "default";

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

  private final KubernetesClient client;
  private final Clock clock;

  public EventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** One Event for each condition whose status or reason changed, or that went away. */
  public void transitions(HasMetadata about, List<Condition> before, List<Condition> after) {
    goneSince(about, before, after);
    for (Condition condition : after) {
      boolean same =
          Conditions.find(before, condition.getType())
              .filter(old -> Objects.equals(old.getStatus(), condition.getStatus()))
              .filter(old -> Objects.equals(old.getReason(), condition.getReason()))
              .isPresent();
      if (!same) {
        write(
            about,
            Conditions.needsAPerson(condition) ? "Warning" : "Normal",
            condition.getReason(),
            condition.getType() + "=" + condition.getStatus() + ": " + condition.getMessage());
      }
    }
  }

  /** One Event for each condition that is no longer there. */
  private void goneSince(HasMetadata about, List<Condition> before, List<Condition> after) {
    for (Condition condition : before) {
      if (Conditions.find(after, condition.getType()).isEmpty()) {
        write(about, "Normal", condition.getReason(), condition.getType() + " is no longer so");
      }
    }
  }

  /**
   * One Event. A refused one is logged: it is news, not state.
   *
   * @return whether it was written
   */
  public boolean news(HasMetadata about, Reason reason, String message) {
    return write(
        about,
        reason.severity() == Reason.Severity.NeedsAPerson ? "Warning" : "Normal",
        reason.name(),
        message);
  }

  private boolean write(HasMetadata about, String type, String reason, String message) {
    String namespace =
        Objects.requireNonNullElse(about.getMetadata().getNamespace(), CLUSTER_SCOPED);
    String now = clock.instant().toString();
    try {
      client
          .resource(
              new EventBuilder()
                  .withNewMetadata()
                  .withGenerateName(about.getMetadata().getName() + ".")
                  .withNamespace(namespace)
                  .endMetadata()
                  .withNewInvolvedObject()
                  .withApiVersion(about.getApiVersion())
                  .withKind(about.getKind())
                  .withNamespace(about.getMetadata().getNamespace())
                  .withName(about.getMetadata().getName())
                  .withUid(about.getMetadata().getUid())
                  .endInvolvedObject()
                  .withType(type)
                  .withReason(reason)
                  .withMessage(message)
                  .withNewSource()
                  .withComponent(EventLabels.OPERATOR)
                  .endSource()
                  .withFirstTimestamp(now)
                  .withLastTimestamp(now)
                  .withCount(1)
                  .build())
          .create();
      return true;
    } catch (KubernetesClientException e) {
      if (namespaceEnds(e)) {
        // Nothing new can be written there, and nobody will read it.
        return false;
      }
      LOG.warn(
          "Kubernetes Event {} of {}/{} was not written: {}",
          reason,
          namespace,
          about.getMetadata().getName(),
          e.getMessage());
      return false;
    }
  }

  private static boolean namespaceEnds(KubernetesClientException refused) {
    return refused.getStatus() != null
        && refused.getStatus().getDetails() != null
        && refused.getStatus().getDetails().getCauses().stream()
            .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
  }
}
