package dev.onsale.kubectl;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stops or starts again either the sale of an event or the operator's work on it. */
abstract class Pausing implements Callable<Integer> {

  private final Change ofSale;
  private final Change ofOperator;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Cluster cluster = new Cluster();

  @Option(
      names = "--operator",
      description = "Annotation onsale.dev/reconcile: whether the operator leaves the event alone.")
  private boolean operator;

  @Parameters(paramLabel = "NAME", description = "The event.")
  private String name = "";

  /**
   * @param patch a JSON merge patch of the event
   * @param told what it means, after the event's name
   */
  record Change(String patch, String told) {}

  Pausing(Change ofSale, Change ofOperator) {
    this.ofSale = ofSale;
    this.ofOperator = ofOperator;
  }

  @Override
  public Integer call() {
    Change change = operator ? ofOperator : ofSale;
    try (KubernetesClient client = cluster.connect()) {
      cluster.merge(client, name, change.patch());
      Objects.requireNonNull(spec, "picocli sets it")
          .commandLine()
          .getOut()
          .println(name + ": " + change.told());
      return CommandLine.ExitCode.OK;
    }
  }
}
