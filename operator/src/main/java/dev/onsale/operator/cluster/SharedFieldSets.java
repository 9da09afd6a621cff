package dev.onsale.operator.cluster;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An informer's store in which objects of the same shape share their {@code managedFields}: those
 * name the fields that somebody wrote, which are the same in every event's Deployment, and are read
 * as a map per field, so that they take more room than all the rest.
 *
 * @param <V> what is stored
 */
public final class SharedFieldSets<V extends HasMetadata> extends BasicItemStore<V> {

  /** A cluster has some dozens; annotations with names of their own could make any number. */
  private static final int AT_MOST = 2_000;

  private static final Map<FieldsV1, FieldsV1> SHARED = new ConcurrentHashMap<>();

  public SharedFieldSets() {
    super(Cache::metaNamespaceKeyFunc);
  }

  @Override
  public V put(String key, V object) {
    for (ManagedFieldsEntry entry : ManagedFields.entries(object)) {
      if (entry.getFieldsV1() != null) {
        entry.setFieldsV1(shared(entry.getFieldsV1()));
      }
    }
    return super.put(key, object);
  }

  private static FieldsV1 shared(FieldsV1 fields) {
    FieldsV1 known = SHARED.get(fields);
    if (known != null) {
      return known;
    }
    if (SHARED.size() >= AT_MOST) {
      SHARED.clear();
    }
    return Objects.requireNonNullElse(SHARED.putIfAbsent(fields, fields), fields);
  }
}
