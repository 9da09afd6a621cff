package dev.onsale.operator.event.dependent;

import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.event.plan.Autoscaler;
import dev.onsale.operator.event.plan.ComponentPlan;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who says how many pods a Deployment or Rollout has. Without an autoscaler the operator does. With
 * one, the operator starts it at its floor and wakes it from zero, which no autoscaler does, and
 * otherwise does not declare the number.
 */
public final class Replicas {

  /** Owns the number between the operator and the autoscaler's first change. */
  private static final String HANDOVER = "onsale-handover";

  private Replicas() {}

  /**
   * What to declare; null to declare nothing.
   *
   * @param present how many it has now; null where there is none yet
   */
  public static @Nullable Integer declared(ComponentPlan component, @Nullable Integer present) {
    boolean ours = present == null || present == 0 || component.autoscaler() == Autoscaler.None;
    return ours ? component.floor() : null;
  }

  /**
   * Keeps the number as it is where the operator stops to declare it. A field that its only owner
   * drops is removed, and a workload without {@code replicas} has one pod.
   *
   * @param live as it was seen
   * @param present how many it has in that version
   * @param declared what the operator is about to declare
   * @return false if it changed meanwhile and nothing may be applied now; another reconciliation
   *     will see that change
   */
  public static boolean handOver(
      HasMetadata live,
      @Nullable Integer present,
      @Nullable Integer declared,
      KubernetesClient client) {
    if (declared != null || present == null || !ours(live)) {
      return true;
    }
    try {
      client
          .resource(number(live, present))
          .fieldManager(HANDOVER)
          .forceConflicts()
          .serverSideApply();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      return false;
    }
  }

  /** Only the number, and only for the version it was found in. */
  private static GenericKubernetesResource number(HasMetadata live, int present) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(live.getApiVersion())
        .withKind(live.getKind())
        .withNewMetadata()
        .withNamespace(live.getMetadata().getNamespace())
        .withName(live.getMetadata().getName())
        .withResourceVersion(live.getMetadata().getResourceVersion())
        .endMetadata()
        .addToAdditionalProperties("spec", Map.of("replicas", present))
        .build();
  }

  /** Whether the operator declared the number last. */
  private static boolean ours(HasMetadata live) {
    return live.getMetadata().getManagedFields().stream()
        .filter(entry -> EventLabels.OPERATOR.equals(entry.getManager()))
        .filter(entry -> "Apply".equals(entry.getOperation()))
        .map(entry -> entry.getFieldsV1().getAdditionalProperties().get("f:spec"))
        .anyMatch(spec -> spec instanceof Map<?, ?> fields && fields.containsKey("f:replicas"));
  }
}
