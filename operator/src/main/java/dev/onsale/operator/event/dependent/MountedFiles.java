package dev.onsale.operator.event.dependent;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.operator.cluster.EventLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;

/**
 * Brings changed files to pods that run. kubelet looks at a pod's volumes when the pod changes, and
 * otherwise once in a minute or so: too late for a pause.
 */
final class MountedFiles {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private MountedFiles() {}

  /** Marks the event's pods with the version of what changed. */
  static void deliver(HasMetadata changed, TicketEvent event, KubernetesClient client) {
    Pod mark =
        new PodBuilder()
            .withNewMetadata()
            .addToAnnotations(
                EventLabels.FILES,
                changed.getMetadata().getName() + "/" + changed.getMetadata().getResourceVersion())
            .endMetadata()
            .build();
    String patch = client.getKubernetesSerialization().asJson(mark);
    var pods = client.pods().inNamespace(event.getMetadata().getNamespace());
    pods.withLabels(DeploymentChild.selector(event.getMetadata().getName()))
        .list()
        .getItems()
        .forEach(pod -> patch(client, pod, patch));
  }

  private static void patch(KubernetesClient client, Pod pod, String patch) {
    try {
      client.pods().resource(pod).patch(MERGE, patch);
    } catch (KubernetesClientException e) {
      // A pod that ended meanwhile needs nothing.
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }
}
