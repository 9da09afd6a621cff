package dev.onsale.testbed.demo;

import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.testbed.install.InstallFailure;
import dev.onsale.testbed.install.Manifests;
import dev.onsale.testbed.install.OperatorInstall;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Operator and platform onto a cluster, step by step. */
public final class Installation {
  private static final Duration OPERATOR = Duration.ofSeconds(120);
  private static final Duration PLATFORM = Duration.ofSeconds(60);

  private Installation() {}

  /** Installs both and waits until the operator has found the stores. */
  public static void onto(Cluster cluster, Steps steps) throws Exception {
    var operator = new OperatorInstall(cluster.client());
    steps.run(
        "Operator from its chart",
        () -> {
          operator.apply(OperatorChart.render(cluster.operatorImage()));
          operator.awaitAvailable(OPERATOR);
        });
    steps.run(
        "Platform",
        () -> {
          Manifests.apply(cluster.client(), cluster.platform());
          awaitReady(cluster);
        });
  }

  private static void awaitReady(Cluster cluster) {
    String name =
        cluster.platform().stream()
            .filter(object -> object.getKind().equals("TicketPlatform"))
            .findFirst()
            .orElseThrow(() -> new InstallFailure("the platform file has no TicketPlatform"))
            .getMetadata()
            .getName();
    try {
      cluster
          .client()
          .resources(TicketPlatform.class)
          .withName(name)
          .waitUntilCondition(Installation::isReady, PLATFORM.toSeconds(), TimeUnit.SECONDS);
    } catch (KubernetesClientTimeoutException e) {
      TicketPlatform platform =
          cluster.client().resources(TicketPlatform.class).withName(name).get();
      throw new InstallFailure(
          "TicketPlatform %s is not Ready after %d s: %s"
              .formatted(
                  name,
                  PLATFORM.toSeconds(),
                  platform.getStatus() == null ? "no status" : platform.getStatus().conditions()),
          e);
    }
  }

  private static boolean isReady(TicketPlatform platform) {
    return platform != null
        && platform.getStatus() != null
        && platform.getStatus().conditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }
}
