package dev.onsale.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onsale.api.v1alpha1.TicketEvent;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Asks the event's own pods, through the API server's proxy of Services. Who may not use the proxy
 * sees what the status says, and is told so.
 */
final class LiveQueue {

  private static final String EVENT = "onsale.dev/event";

  private final KubernetesClient client;

  LiveQueue(KubernetesClient client) {
    this.client = client;
  }

  /** People waiting in each lane, in words; or why that is not known. */
  String of(TicketEvent event) {
    Optional<String> answer;
    try {
      answer = ask(event, "/queue/status");
    } catch (KubernetesClientException e) {
      return "how many wait is not known: the pods cannot be reached through the cluster (%s)"
          .formatted(Cluster.inWords(e));
    }
    return answer.map(LiveQueue::inWords).orElse("");
  }

  /**
   * @param path below the event's base
   * @return empty if the event has no Service yet
   * @throws KubernetesClientException if API server or runtime refuse
   */
  Optional<String> ask(TicketEvent event, String path) {
    String namespace = event.getMetadata().getNamespace();
    String name = event.getMetadata().getName();
    List<Service> services =
        client.services().inNamespace(namespace).withLabel(EVENT, name).list().getItems();
    // with topology Split the one whose name ends in -queue answers
    return services.stream()
        .map(service -> service.getMetadata())
        .min(Comparator.comparing(metadata -> metadata.getName().endsWith("-queue") ? 0 : 1))
        .map(
            service ->
                client.raw(
                    "/api/v1/namespaces/%s/services/%s:http/proxy/v1/events/%s/%s%s"
                        .formatted(namespace, service.getName(), namespace, name, path)));
  }

  private static String inWords(String json) {
    JsonNode status = Serialization.unmarshal(json, JsonNode.class);
    long waiting = 0;
    for (JsonNode lane : status.path("lanes")) {
      waiting += lane.path("waiting").asLong();
    }
    return "%,d waiting".formatted(waiting);
  }
}
