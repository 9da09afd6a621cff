package dev.onsale.kubectl;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
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
    name = "rotate",
    mixinStandardHelpOptions = true,
    description = {
      "Gives the event new logins at its stores, by a new value of annotation onsale.dev/rotate.",
      "Old logins are refused once every pod uses the new ones; no request is dropped."
    })
final class RotateCommand implements Callable<Integer> {

  private final Clock clock;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private Cluster cluster = new Cluster();

  @Parameters(paramLabel = "NAME", description = "The event.")
  private String name = "";

  RotateCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    String request = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    try (KubernetesClient client = cluster.connect()) {
      cluster.merge(
          client,
          name,
          "{\"metadata\":{\"annotations\":{\"onsale.dev/rotate\":\"%s\"}}}".formatted(request));
    }
    Objects.requireNonNull(spec, "picocli sets it")
        .commandLine()
        .getOut()
        .println(
            "%s: asked for new logins (%s); kubectl onsale status %s shows how far it is"
                .formatted(name, request, name));
    return CommandLine.ExitCode.OK;
  }
}
