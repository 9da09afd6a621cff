package dev.onsale.operator.cluster;

import dev.onsale.api.v1alpha1.TicketPlatform;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that etcd was restored from a backup. Revisions then begin below those that our watches
 * have seen, and the API server sends a watch nothing until they have caught up: every cache of
 * this process would stay as it was before, silently. So the process ends and begins anew.
 */
public final class BackInTime implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackInTime.class);

  private final KubernetesClient client;
  private final Runnable endProcess;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("back-in-time").factory());
  private long highest;

  /**
   * @param endProcess does not return in production
   */
  public BackInTime(KubernetesClient client, Runnable endProcess) {
    this.client = client;
    this.endProcess = endProcess;
  }

  public void start(Duration interval) {
    timer.scheduleWithFixedDelay(
        this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      long revision = revision();
      if (revision < highest) {
        LOG.error(
            "The API server went back from revision {} to {}: it was restored from a backup; this"
                + " process ends to see everything anew",
            highest,
            revision);
        timer.shutdown();
        endProcess.run();
      }
      highest = Math.max(highest, revision);
    } catch (KubernetesClientException e) {
      LOG.warn("The API server's revision is not known: {}", e.getMessage());
    }
  }

  /** A list without a revision of its own is answered as of now. */
  private long revision() {
    return Long.parseLong(
        client
            .resources(TicketPlatform.class)
            .list(new ListOptionsBuilder().withLimit(1L).build())
            .getMetadata()
            .getResourceVersion());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
