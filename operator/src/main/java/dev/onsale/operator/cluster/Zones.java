package dev.onsale.operator.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether pods can be spread over zones by force: only where every node that takes pods names its
 * zone, else all would stay Pending. Nodes are read every five minutes at most.
 */
public final class Zones {

  public static final String LABEL = "topology.kubernetes.io/zone";

  private static final Logger LOG = LoggerFactory.getLogger(Zones.class);
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  private final KubernetesClient client;
  private final Clock clock;
  private Instant readAt = Instant.MIN;
  private boolean everywhere;

  public Zones(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** The last answer; false while nodes could never be read. */
  public synchronized boolean everywhere() {
    Instant now = clock.instant();
    if (readAt.isBefore(now.minus(INTERVAL))) {
      readAt = now;
      try {
        everywhere = everywhere(client.nodes().list().getItems());
      } catch (KubernetesClientException e) {
        LOG.warn("Nodes could not be read, so pods spread as before: {}", e.getMessage());
      }
    }
    return everywhere;
  }

  static boolean everywhere(List<Node> nodes) {
    List<Node> schedulable = nodes.stream().filter(Zones::takesPods).toList();
    return !schedulable.isEmpty() && schedulable.stream().allMatch(Zones::labelled);
  }

  private static boolean takesPods(Node node) {
    return !Boolean.TRUE.equals(node.getSpec().getUnschedulable())
        && node.getSpec().getTaints().stream()
            .noneMatch(
                taint ->
                    "NoSchedule".equals(taint.getEffect())
                        || "NoExecute".equals(taint.getEffect()));
  }

  private static boolean labelled(Node node) {
    Map<String, String> labels = node.getMetadata().getLabels();
    return labels != null && labels.containsKey(LABEL);
  }
}
