package dev.onsale.kubectl;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = {
      "Lets nobody else in (spec.paused); who is inside may finish.",
      "With --operator it stops the operator for the event instead, and the sale goes on."
    })
final class PauseCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Cluster cluster = new Cluster();

  @Option(
      names = "--operator",
      description = "Set annotation onsale.dev/reconcile: the operator leaves the event alone.")
  private boolean operator;

  @Parameters(paramLabel = "NAME", description = "The event.")
  private String name = "";

  @Override
  public Integer call() {
    try (KubernetesClient client = cluster.connect()) {
      cluster.merge(
          client,
          name,
          operator
              ? "{\"metadata\":{\"annotations\":{\"onsale.dev/reconcile\":\"paused\"}}}"
              : "{\"spec\":{\"paused\":true}}");
      Objects.requireNonNull(spec, "picocli sets it")
          .commandLine()
          .getOut()
          .println(
              operator
                  ? name + ": the operator leaves it alone; its pods go on"
                  : name + ": nobody else is let in; who is inside may finish");
      return CommandLine.ExitCode.OK;
    }
  }
}
