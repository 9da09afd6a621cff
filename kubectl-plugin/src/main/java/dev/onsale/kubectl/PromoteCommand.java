package dev.onsale.kubectl;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "promote",
    mixinStandardHelpOptions = true,
    description = {
      "Lets the previewed version of a blue-green delivery take over, as kubectl argo rollouts"
          + " promote does.",
      "Exits 1 if nothing of the event waits for it."
    })
final class PromoteCommand implements Callable<Integer> {

  private static final ResourceDefinitionContext ROLLOUTS =
      new ResourceDefinitionContext.Builder()
          .withGroup("argoproj.io")
          .withVersion("v1alpha1")
          .withKind("Rollout")
          .withPlural("rollouts")
          .withNamespaced(true)
          .build();

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Cluster cluster = new Cluster();

  @Parameters(paramLabel = "NAME", description = "The event.")
  private String name = "";

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    try (KubernetesClient client = cluster.connect()) {
      cluster.event(client, name);
      if (!client.hasApiGroup("argoproj.io", true)) {
        throw new Failure(
            "the cluster has no Argo Rollouts; runtimes roll by themselves and nothing waits for a"
                + " promotion");
      }
      List<GenericKubernetesResource> waiting =
          client
              .genericKubernetesResources(ROLLOUTS)
              .inNamespace(cluster.namespace(client))
              .withLabel("onsale.dev/event", name)
              .list()
              .getItems()
              .stream()
              .filter(PromoteCommand::waits)
              .toList();
      if (waiting.isEmpty()) {
        throw new Failure("no Rollout of event %s waits for a promotion".formatted(name));
      }
      for (GenericKubernetesResource rollout : waiting) {
        promote(client, rollout);
        out.println(rollout.getMetadata().getName() + ": promoted");
      }
      return CommandLine.ExitCode.OK;
    }
  }

  private static boolean waits(GenericKubernetesResource rollout) {
    return rollout.get("status", "pauseConditions") instanceof List<?> pauses && !pauses.isEmpty();
  }

  private static void promote(KubernetesClient client, GenericKubernetesResource rollout) {
    Resource<GenericKubernetesResource> resource =
        client
            .genericKubernetesResources(ROLLOUTS)
            .inNamespace(rollout.getMetadata().getNamespace())
            .withName(rollout.getMetadata().getName());
    PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
    resource.subresource("status").patch(merge, "{\"status\":{\"pauseConditions\":null}}");
  }
}
