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
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Undoes pause; with --operator, pause --operator.")
final class ResumeCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Cluster cluster = new Cluster();

  @Option(
      names = "--operator",
      description = "Remove annotation onsale.dev/reconcile: the operator works again.")
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
              ? "{\"metadata\":{\"annotations\":{\"onsale.dev/reconcile\":null}}}"
              : "{\"spec\":{\"paused\":false}}");
      Objects.requireNonNull(spec, "picocli sets it")
          .commandLine()
          .getOut()
          .println(
              operator
                  ? name + ": the operator works on it again"
                  : name + ": people are let in again");
      return CommandLine.ExitCode.OK;
    }
  }
}
