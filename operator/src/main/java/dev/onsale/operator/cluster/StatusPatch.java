package dev.onsale.operator.cluster;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** Writes statuses, so that the controller's cache knows them before the next reconciliation. */
public final class StatusPatch {

  private StatusPatch() {}

  /**
   * @param patch name, namespace and the whole status
   * @param object as it was read; server-side apply refuses an object whose spec does not fit the
   *     schema, so the status of one that cannot be read is merged
   */
  public static <R extends CustomResource<?, ?>> void write(Context<R> context, R patch, R object) {
    if (object.getSpec() == null) {
      context.resourceOperations().jsonMergePatchPrimaryStatus(patch);
    } else {
      context.resourceOperations().serverSideApplyPrimaryStatus(patch);
    }
  }
}
