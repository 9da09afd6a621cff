package dev.onsale.kubectl;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster and namespace, by the options and files that kubectl has. */
final class Cluster {

  private static final int REQUEST_MILLIS = 15_000;
  private static final int NOT_FOUND = 404;

  @Option(
      names = {"-n", "--namespace"},
      description = "Namespace of the event; by default the context's.")
  private @Nullable String namespace;

  @Option(names = "--context", description = "Context of the kubeconfig; by default the current.")
  private @Nullable String context;

  @Option(names = "--kubeconfig", description = "File to use instead of KUBECONFIG.")
  private @Nullable Path kubeconfig;

  /** The caller closes it. */
  KubernetesClient connect() {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(config())
                .withRequestTimeout(REQUEST_MILLIS)
                .withConnectionTimeout(REQUEST_MILLIS)
                .withRequestRetryBackoffLimit(1)
                .build())
        .build();
  }

  String namespace(KubernetesClient client) {
    return namespace != null
        ? namespace
        : Objects.requireNonNullElse(client.getNamespace(), "default");
  }

  /**
   * @throws Failure if there is none of that name
   */
  TicketEvent event(KubernetesClient client, String name) {
    TicketEvent event = resource(client, name).get();
    if (event == null) {
      throw new Failure(
          "namespace %s has no TicketEvent \"%s\"; kubectl get ticketevents -A lists them"
              .formatted(namespace(client), name));
    }
    return event;
  }

  Resource<TicketEvent> resource(KubernetesClient client, String name) {
    return client.resources(TicketEvent.class).inNamespace(namespace(client)).withName(name);
  }

  @Nullable TicketPlatform platform(KubernetesClient client, String name) {
    return client.resources(TicketPlatform.class).withName(name).get();
  }

  /** Merges into the event; nothing but what the JSON names is touched. */
  void merge(KubernetesClient client, String name, String json) {
    event(client, name);
    resource(client, name).patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  private Config config() {
    Path file = kubeconfig;
    if (file == null) {
      return Config.autoConfigure(context);
    }
    if (!Files.isReadable(file)) {
      throw new Failure("cannot read the kubeconfig " + file);
    }
    return Config.fromKubeconfig(context, file.toFile());
  }

  /** What a person can do about a refusal. */
  static String inWords(KubernetesClientException refused) {
    if (refused.getCode() == 0) {
      return "the cluster does not answer (%s); see kubectl cluster-info"
          .formatted(innermost(refused));
    }
    if (refused.getCode() == NOT_FOUND) {
      return "the cluster does not know what was asked for; is Onsale installed? kubectl get crd"
          + " ticketevents.onsale.dev";
    }
    return refused.getStatus() == null || refused.getStatus().getMessage() == null
        ? String.valueOf(refused.getMessage())
        : refused.getStatus().getMessage();
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null
        ? cause.getClass().getSimpleName()
        : String.valueOf(cause.getMessage());
  }
}
