package dev.onsale.testbed.install;

import dev.onsale.testbed.kubernetes.Definitions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
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
  public void apply(List<GenericKubernetesResource> rendered) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    Predicate<HasMetadata> isDefinition =
        object -> object.getKind().equals("CustomResourceDefinition");
    List<GenericKubernetesResource> definitions = rendered.stream().filter(isDefinition).toList();
    Manifests.apply(client, definitions);
    definitions.stream()
        .map(
            definition ->
                client
                    .getKubernetesSerialization()
                    .convertValue(definition, CustomResourceDefinition.class))
        .forEach(definition -> Definitions.awaitServed(client, definition));
    Manifests.apply(client, rendered.stream().filter(isDefinition.negate()).toList());
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
