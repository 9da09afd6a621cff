package dev.onsale.testbed.bench.reconcile;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What controllers and nodes would say: a Deployment's pods are ready as soon as it asks for them.
 */
final class Kubelet implements AutoCloseable {

  private static final int AT_ONCE = 4;

  private final ApiClient api;
  private final ExecutorService reports = Executors.newFixedThreadPool(AT_ONCE);
  private final SharedIndexInformer<Deployment> deployments;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  Kubelet(KubernetesClient client, ApiClient api) {
    this.api = api;
    deployments =
        client
            .apps()
            .deployments()
            .inAnyNamespace()
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Deployment deployment) {
                    look(deployment);
                  }

                  @Override
                  public void onUpdate(Deployment before, Deployment deployment) {
                    look(deployment);
                  }

                  @Override
                  public void onDelete(Deployment deployment, boolean unknown) {
                    // its status went with it
                  }
                });
  }

  private void look(Deployment deployment) {
    Integer wanted = deployment.getSpec().getReplicas();
    Integer ready =
        deployment.getStatus() == null ? null : deployment.getStatus().getReadyReplicas();
    if (wanted != null && wanted > 0 && !Objects.equals(wanted, ready)) {
      reports.execute(() -> report(deployment, wanted));
    }
  }

  private void report(Deployment deployment, int pods) {
    String path =
        "/apis/apps/v1/namespaces/%s/deployments/%s/status"
            .formatted(deployment.getMetadata().getNamespace(), deployment.getMetadata().getName());
    String status =
        """
        {"status": {"observedGeneration": %d, "replicas": %d, "updatedReplicas": %d,
          "readyReplicas": %d, "availableReplicas": %d}}\
        """
            .formatted(deployment.getMetadata().getGeneration(), pods, pods, pods, pods);
    try {
      api.demand("PATCH", path, "application/merge-patch+json", status);
    } catch (IOException | IllegalStateException e) {
      failure.compareAndSet(null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @throws IllegalStateException if a status could not be written
   */
  void check() {
    Exception first = failure.get();
    if (first != null) {
      throw new IllegalStateException("pods could not be reported ready", first);
    }
  }

  @Override
  public void close() {
    deployments.close();
    reports.shutdownNow();
  }
}
