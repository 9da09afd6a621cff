package dev.onsale.kubectl;

import dev.onsale.api.v1alpha1.Seating;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Says what a manifest would do: timeline, capacity, pods and connections at peak, and of"
          + " each",
      "edit to the live event whether it is live, rolls pods or is refused. Changes nothing.",
      "Exits 3 if the manifest would be refused."
    })
final class PlanCommand implements Callable<Integer> {

  private static final int UNPROCESSABLE = 422;

  private final Clock clock;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private Cluster cluster = new Cluster();

  @Option(
      names = {"-f", "--filename"},
      required = true,
      description = "File with one TicketEvent.")
  private @Nullable Path file;

  @Option(
      names = "--zone",
      description = "Time zone of the timeline; by default the event's spec.schedule.timeZone.")
  private @Nullable String zone;

  @Option(names = "--offline", description = "Ask no cluster: no edits, no platform.")
  private boolean offline;

  PlanCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    ManifestFile manifest = ManifestFile.read(Objects.requireNonNull(file, "required"));
    TicketEvent wanted = manifest.event();
    PrintWriter out = commandLine().getOut();
    if (offline) {
      Optional<String> seats =
          mapRef(wanted).flatMap(ref -> manifest.seatMap(ref.name(), ref.key()));
      return print(out, new Plan(wanted, seats, null, null, zone(wanted), clock.instant()));
    }
    try (KubernetesClient client = cluster.connect()) {
      if (wanted.getMetadata().getNamespace() == null) {
        wanted.getMetadata().setNamespace(cluster.namespace(client));
      }
      int found = print(out, plan(client, manifest));
      String refusal = refusal(client, manifest);
      if (refusal != null) {
        out.printf("%nThe API server would refuse it: %s%n", refusal);
        return Main.ATTENTION;
      }
      return found;
    }
  }

  private Plan plan(KubernetesClient client, ManifestFile manifest) {
    TicketEvent wanted = manifest.event();
    String namespace = wanted.getMetadata().getNamespace();
    TicketEvent live =
        client
            .resources(TicketEvent.class)
            .inNamespace(namespace)
            .withName(wanted.getMetadata().getName())
            .get();
    TicketPlatform platform =
        wanted.getSpec() == null
            ? null
            : cluster.platform(client, wanted.getSpec().platformRef().name());
    Optional<String> seats =
        mapRef(wanted)
            .flatMap(
                ref ->
                    manifest
                        .seatMap(ref.name(), ref.key())
                        .or(() -> seatMap(client, namespace, ref)));
    return new Plan(wanted, seats, live, platform, zone(wanted), clock.instant());
  }

  private static Optional<Seating.MapRef> mapRef(TicketEvent wanted) {
    return wanted.getSpec() == null || wanted.getSpec().seating() == null
        ? Optional.empty()
        : Optional.ofNullable(wanted.getSpec().seating().mapRef());
  }

  private static Optional<String> seatMap(
      KubernetesClient client, String namespace, Seating.MapRef ref) {
    ConfigMap map = client.configMaps().inNamespace(namespace).withName(ref.name()).get();
    return map == null || map.getData() == null
        ? Optional.empty()
        : Optional.ofNullable(map.getData().get(ref.key()));
  }

  private static int print(PrintWriter out, Plan plan) {
    out.print(plan.inWords());
    out.flush();
    return plan.refused() ? Main.ATTENTION : CommandLine.ExitCode.OK;
  }

  /** A dry run: schema and rules of the cluster's own CRD, and whatever else guards it. */
  private static @Nullable String refusal(KubernetesClient client, ManifestFile manifest) {
    try {
      client
          .resource(manifest.object())
          .inNamespace(manifest.event().getMetadata().getNamespace())
          .dryRun()
          .fieldManager("kubectl-onsale")
          .forceConflicts()
          .serverSideApply();
      return null;
    } catch (KubernetesClientException e) {
      if (e.getCode() == UNPROCESSABLE) {
        return Cluster.inWords(e);
      }
      throw e;
    }
  }

  private ZoneId zone(TicketEvent wanted) {
    String name =
        zone != null || wanted.getSpec() == null || wanted.getSpec().schedule() == null
            ? Objects.requireNonNullElse(zone, "UTC")
            : wanted.getSpec().schedule().timeZone();
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new ParameterException(
          commandLine(), "\"%s\" is no time zone; write one such as Asia/Seoul".formatted(name));
    }
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }
}
