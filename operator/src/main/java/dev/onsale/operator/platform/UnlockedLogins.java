package dev.onsale.operator.platform;

import dev.onsale.operator.identity.EventIdentity;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events that were deleted with policy {@code Retain} while a store was away, so that their logins
 * still work. They stand in a ConfigMap of the operator's namespace, one key an event, until the
 * platform's stores are back.
 */
public final class UnlockedLogins {

  static final String CONFIG_MAP = "onsale-unlocked-logins";
  private static final int EXISTS = 409;

  private final KubernetesClient client;
  private final String namespace;
  private final String clusterId;

  /** False only after the ConfigMap was seen empty: a probe reads it every few seconds. */
  private volatile boolean some = true;

  /** An event whose logins are to be refused. */
  record Entry(String platform, EventIdentity event) {}

  public UnlockedLogins(KubernetesClient client, String namespace, String clusterId) {
    this.client = client;
    this.namespace = namespace;
    this.clusterId = clusterId;
  }

  /** Returns when it is written; the event's deletion may end then. */
  public void remember(String platform, EventIdentity event) {
    some = true;
    String value = String.join("/", platform, event.namespace(), event.name(), event.uid());
    if (read() == null) {
      create();
    }
    patch(Map.of(event.storeKey(), value));
  }

  List<Entry> of(String platform) {
    if (!some) {
      return List.of();
    }
    ConfigMap found = read();
    Map<String, String> data = found == null ? null : found.getData();
    if (data == null || data.isEmpty()) {
      some = false;
      return List.of();
    }
    return data.values().stream()
        .map(this::parse)
        .filter(entry -> entry.platform().equals(platform))
        .toList();
  }

  void forget(EventIdentity event) {
    patch(Collections.singletonMap(event.storeKey(), null));
  }

  private void create() {
    ConfigMap empty =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(CONFIG_MAP)
            .endMetadata()
            .build();
    try {
      client.resource(empty).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != EXISTS) {
        throw e;
      }
    }
  }

  private Entry parse(String value) {
    String[] parts = value.split("/", -1);
    if (parts.length != 4) {
      throw new IllegalStateException(
          "ConfigMap %s/%s holds \"%s\"; write platform/namespace/name/uid or delete the key"
              .formatted(namespace, CONFIG_MAP, value));
    }
    return new Entry(parts[0], new EventIdentity(clusterId, parts[1], parts[2], parts[3]));
  }

  private @Nullable ConfigMap read() {
    return client.configMaps().inNamespace(namespace).withName(CONFIG_MAP).get();
  }

  /** A null takes the key away; other keys stay as they are, whoever writes them meanwhile. */
  private void patch(Map<String, String> data) {
    client
        .configMaps()
        .inNamespace(namespace)
        .withName(CONFIG_MAP)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Objects.requireNonNull(Serialization.asJson(Map.of("data", data))));
  }
}
