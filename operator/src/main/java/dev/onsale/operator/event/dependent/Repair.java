package dev.onsale.operator.event.dependent;

import dev.onsale.operator.cluster.EventLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies an object that others edited. Where somebody changed what an item of a list is told by,
 * such as the number of a port, an apply would leave the changed item beside ours, with the same
 * name, and is refused as invalid. The lists are then replaced by ours.
 */
final class Repair {

  private static final int INVALID = 422;
  private static final Logger LOG = LoggerFactory.getLogger(Repair.class);

  private Repair() {}

  static <R extends HasMetadata> R apply(Supplier<R> apply, R desired, KubernetesClient client) {
    try {
      return apply.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() != INVALID && e.getCode() != HttpURLConnection.HTTP_INTERNAL_ERROR) {
        throw e;
      }
      LOG.warn(
          "{} {}/{} cannot be applied onto what others made of it, its lists are replaced: {}",
          desired.getKind(),
          desired.getMetadata().getNamespace(),
          desired.getMetadata().getName(),
          e.getMessage());
      return client
          .resource(desired)
          .patch(
              new PatchContext.Builder()
                  .withPatchType(PatchType.JSON_MERGE)
                  .withFieldManager(EventLabels.OPERATOR)
                  .build(),
              desired);
    }
  }
}
