package dev.onsale.operator.cluster;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** Writes a status outside of a reconciliation's result, as deletions must. */
public final class StatusPatch {

  private StatusPatch() {}

  /**
   * @param patch name, namespace and the whole status
   */
  public static void apply(KubernetesClient client, CustomResource<?, ?> patch) {
    client
        .resource(patch)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(EventLabels.OPERATOR)
                .withForce(true)
                .build());
  }
}
