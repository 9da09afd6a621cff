package dev.onsale.operator.cluster;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes statuses and remembers them until the informer has caught up. A reconciliation that begins
 * before the watch delivered our own write would otherwise decide by the status before it: announce
 * a transition twice, or take an event for one that never had data.
 */
public final class WrittenStatuses<T, R extends CustomResource<?, T>> {

  /** A watch delivers within seconds; an API server restored from a backup counts anew. */
  private static final Duration CATCHING_UP = Duration.ofSeconds(30);

  private record Written<T>(long resourceVersion, @Nullable T status, long at) {}

  private final Map<String, Written<T>> latest = new ConcurrentHashMap<>();

  /** Gives an object as the informer has it the status that was written last. */
  public void refresh(R object) {
    String uid = object.getMetadata().getUid();
    Written<T> written = latest.get(uid);
    if (written == null) {
      return;
    }
    boolean fresh = System.nanoTime() - written.at() < CATCHING_UP.toNanos();
    if (fresh && version(object) < written.resourceVersion()) {
      object.setStatus(written.status());
    } else {
      latest.remove(uid, written);
    }
  }

  /**
   * @param patch name, namespace and the whole status
   * @param object as it was read; server-side apply refuses an object whose spec does not fit the
   *     schema, so the status of one that cannot be read is merged
   */
  public void write(Context<R> context, R patch, R object) {
    T status = patch.getStatus();
    R stored =
        object.getSpec() == null
            ? context.resourceOperations().jsonMergePatchPrimaryStatus(patch)
            : context.resourceOperations().serverSideApplyPrimaryStatus(patch);
    latest.put(
        object.getMetadata().getUid(), new Written<>(version(stored), status, System.nanoTime()));
  }

  /** The object is gone. */
  public void forget(R object) {
    latest.remove(object.getMetadata().getUid());
  }

  /** Resource versions of one object grow (Kubernetes 1.35 and, in practice, etcd before it). */
  private static long version(CustomResource<?, ?> object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }
}
