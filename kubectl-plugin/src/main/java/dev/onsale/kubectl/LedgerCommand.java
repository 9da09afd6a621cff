package dev.onsale.kubectl;

import dev.onsale.api.v1alpha1.TicketEvent;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
    name = "ledger",
    mixinStandardHelpOptions = true,
    description = "Shows the event's books, as the runtime keeps them: /reports/ledger.")
final class LedgerCommand implements Callable<Integer> {

  private static final int NOT_FOUND = 404;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private Cluster cluster = new Cluster();

  @Parameters(paramLabel = "NAME", description = "The event.")
  private String name = "";

  @Override
  public Integer call() {
    try (KubernetesClient client = cluster.connect()) {
      TicketEvent event = cluster.event(client, name);
      Objects.requireNonNull(spec, "picocli sets it")
          .commandLine()
          .getOut()
          .println(books(client, event));
      return CommandLine.ExitCode.OK;
    }
  }

  private String books(KubernetesClient client, TicketEvent event) {
    try {
      return new LiveQueue(client)
          .ask(event, "/reports/ledger")
          .orElseThrow(() -> new Failure("event %s has no pods to ask yet".formatted(name)));
    } catch (KubernetesClientException e) {
      if (e.getCode() == NOT_FOUND) {
        throw new Failure(
            "the runtime of this version has no /reports/ledger; its tables orders, attempts and tickets in schema %s hold the books"
                .formatted(schema(event)),
            e);
      }
      throw e;
    }
  }

  private static String schema(TicketEvent event) {
    return event.getStatus() == null || event.getStatus().data() == null
        ? "(none yet)"
        : String.valueOf(event.getStatus().data().schema());
  }
}
