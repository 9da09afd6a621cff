package dev.onsale.operator.event.bluegreen;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.config.CanonicalJson;
import dev.onsale.operator.optional.OptionalKind;
import dev.onsale.operator.optional.OptionalObjects;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.stream.Stream;

/**
 * What the Rollouts controller says of a Rollout.
 *
 * @param available pods that are ready
 * @param stuck whether they did not become ready in time
 * @param awaitsPromotion whether a preview waits for a person
 * @param aborted whether the preview was given up; what sold goes on selling
 */
public record RolloutState(
    String name,
    int replicas,
    int available,
    boolean stuck,
    boolean awaitsPromotion,
    boolean aborted) {

  /** Of all Rollouts of the event. */
  public static Stream<RolloutState> all(Context<TicketEvent> context) {
    return OptionalObjects.of(OptionalKind.ROLLOUT, context).map(RolloutState::of);
  }

  public static RolloutState of(GenericKubernetesResource rollout) {
    JsonNode tree = CanonicalJson.tree(rollout);
    JsonNode status = tree.path("status");
    boolean stuck = false;
    for (JsonNode condition : status.path("conditions")) {
      stuck |=
          "Progressing".equals(condition.path("type").asText())
              && "False".equals(condition.path("status").asText());
    }
    return new RolloutState(
        rollout.getMetadata().getName(),
        tree.path("spec").path("replicas").asInt(1),
        status.path("availableReplicas").asInt(0),
        stuck,
        !status.path("pauseConditions").isEmpty(),
        status.path("abort").asBoolean(false));
  }
}
