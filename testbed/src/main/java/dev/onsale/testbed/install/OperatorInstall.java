package dev.onsale.testbed.install;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Installs the operator from the manifests its chart renders. */
public final class OperatorInstall {
  /** The namespace of the operator and of the platform's secrets. */
  public static final String NAMESPACE = "onsale-system";

  private final KubernetesClient client;

  public OperatorInstall(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Applies CustomResourceDefinitions first and waits until they are served, then everything else.
   *
   * @param rendered what the chart renders for {@link #NAMESPACE}
   */
  public void apply(List<GenericKubernetesResource> rendered) throws InterruptedException {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    Predicate<HasMetadata> isDefinition =
        object -> object.getKind().equals("CustomResourceDefinition");
    List<GenericKubernetesResource> definitions = rendered.stream().filter(isDefinition).toList();
    Manifests.apply(client, definitions);
    awaitServed(definitions);
    Manifests.apply(client, rendered.stream().filter(isDefinition.negate()).toList());
  }

  private void awaitServed(List<GenericKubernetesResource> definitions)
      throws InterruptedException {
    for (GenericKubernetesResource definition : definitions) {
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(definition.getMetadata().getName())
          .waitUntilCondition(
              found ->
                  found != null
                      && found.getStatus() != null
                      // null for a moment after its creation
                      && found.getStatus().getConditions() != null
                      && found.getStatus().getConditions().stream()
                          .anyMatch(
                              condition ->
                                  condition.getType().equals("Established")
                                      && condition.getStatus().equals("True")),
              30,
              TimeUnit.SECONDS);
    }
  }

  /** Waits until every Deployment of the operator is available. */
  public void awaitAvailable(Duration timeout) {
    for (Deployment deployment :
        client.apps().deployments().inNamespace(NAMESPACE).list().getItems()) {
      String name = deployment.getMetadata().getName();
      try {
        client
            .apps()
            .deployments()
            .inNamespace(NAMESPACE)
            .withName(name)
            .waitUntilReady(timeout.toSeconds(), TimeUnit.SECONDS);
      } catch (io.fabric8.kubernetes.client.KubernetesClientTimeoutException e) {
        throw new InstallFailure(
            "Deployment %s/%s was not available after %d s; see kubectl -n %s describe pods"
                .formatted(NAMESPACE, name, timeout.toSeconds(), NAMESPACE),
            e);
      }
    }
  }
}
