package dev.onsale.operator.event.dependent;

import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.event.plan.Autoscaler;
import dev.onsale.operator.event.plan.ComponentPlan;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who says how many pods a Deployment has. Without an autoscaler the operator does. With one, the
 * operator starts the Deployment at its floor and wakes it from zero, which no autoscaler does, and
 * otherwise does not declare the number.
 */
final class Replicas {

  /** Owns the number between the operator and the autoscaler's first change. */
  private static final String HANDOVER = "onsale-handover";

  private Replicas() {}

  /** What to declare; null to declare nothing. */
  static @Nullable Integer declared(ComponentPlan component, @Nullable Deployment live) {
    boolean ours =
        live == null
            || component.autoscaler() == Autoscaler.None
            || Integer.valueOf(0).equals(live.getSpec().getReplicas());
    return ours ? component.floor() : null;
  }

  /**
   * Keeps the number as it is when the operator stops to declare it. A field that its only owner
   * drops is removed, and a Deployment without {@code replicas} has one pod.
   *
   * @return false if the Deployment changed meanwhile, which another reconciliation will see
   */
  static boolean keep(Deployment live, KubernetesClient client) {
    try {
      client.resource(number(live)).fieldManager(HANDOVER).forceConflicts().serverSideApply();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      return false;
    }
  }

  /** Only the number, and only for the version it was found in. */
  private static Deployment number(Deployment present) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(present.getMetadata().getNamespace())
        .withName(present.getMetadata().getName())
        .withResourceVersion(present.getMetadata().getResourceVersion())
        .endMetadata()
        .withNewSpec()
        .withReplicas(present.getSpec().getReplicas())
        .endSpec()
        .build();
  }

  /** Whether the operator declared the number last. */
  static boolean ours(Deployment live) {
    return live.getMetadata().getManagedFields().stream()
        .filter(entry -> EventLabels.OPERATOR.equals(entry.getManager()))
        .filter(entry -> "Apply".equals(entry.getOperation()))
        .map(entry -> entry.getFieldsV1().getAdditionalProperties().get("f:spec"))
        .anyMatch(spec -> spec instanceof Map<?, ?> fields && fields.containsKey("f:replicas"));
  }
}
