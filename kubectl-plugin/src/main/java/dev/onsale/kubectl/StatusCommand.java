package dev.onsale.kubectl;

import dev.onsale.api.v1alpha1.Queue;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.schedule.Timeline;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows one event on one screen: phase, conditions, queue, sales, scaling, next change.",
      "Exits 3 if a person must act."
    })
final class StatusCommand implements Callable<Integer> {

  private static final String RECONCILE = "onsale.dev/reconcile";

  private final Clock clock;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private Cluster cluster = new Cluster();

  @Parameters(paramLabel = "NAME", description = "The event.")
  private String name = "";

  StatusCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    try (KubernetesClient client = cluster.connect()) {
      TicketEvent event = cluster.event(client, name);
      out.print(screen(event, new LiveQueue(client).of(event)));
      out.flush();
      return attention(event) ? Main.ATTENTION : CommandLine.ExitCode.OK;
    }
  }

  private String screen(TicketEvent event, String queueNow) {
    TicketEventSpec wanted = event.getSpec();
    TicketEventStatus status = event.getStatus();
    StringBuilder screen = new StringBuilder();
    line(
        screen,
        event.getMetadata().getNamespace() + "/" + event.getMetadata().getName(),
        wanted == null ? "(the stored spec cannot be read)" : wanted.title());
    line(screen, "Phase", phase(wanted, status));
    line(screen, "Next", next(wanted, status));
    line(screen, "Queue", wanted == null ? "" : queue(wanted.queue(), queueNow));
    line(screen, "Sales", sales(status));
    line(screen, "Scaling", scaling(wanted, status));
    line(screen, "Buyers", endpoint(status));
    paused(event).forEach(line -> line(screen, "Paused", line));
    screen.append("\nConditions\n");
    List<Condition> conditions = status == null ? List.of() : status.conditions();
    if (conditions.isEmpty()) {
      screen.append("  none yet: is the operator running? kubectl -n onsale-system get pods\n");
    }
    conditions.forEach(condition -> screen.append(condition(condition)));
    return screen.toString();
  }

  private static void line(StringBuilder screen, String what, String text) {
    if (!text.isEmpty()) {
      screen.append("%-12s %s%n".formatted(what, text));
    }
  }

  private static String phase(
      @Nullable TicketEventSpec wanted, @Nullable TicketEventStatus status) {
    String phase = status == null || status.phase() == null ? "Pending" : status.phase().name();
    boolean stale = status != null && status.observedGeneration() == null && wanted != null;
    return stale ? phase + " (the operator has not seen this spec yet)" : phase;
  }

  private String next(@Nullable TicketEventSpec wanted, @Nullable TicketEventStatus status) {
    TicketEventStatus.Next next = status == null ? null : status.next();
    if (next != null && next.at() != null) {
      return at(wanted, Instant.parse(next.at()), String.valueOf(next.phase()));
    }
    if (wanted == null) {
      return "";
    }
    return Timeline.of(wanted)
        .nextAfter(clock.instant())
        .map(later -> at(wanted, later.at(), later.phase().name()))
        .orElse("nothing: the event has ended");
  }

  private String at(@Nullable TicketEventSpec wanted, Instant at, String phase) {
    ZoneId zone = zone(wanted);
    return "%s %s, %s (%s)"
        .formatted(phase, Times.fromNow(at, clock.instant()), Times.at(at, zone), zone);
  }

  /** The venue's, which is the one people speak of. */
  private ZoneId zone(@Nullable TicketEventSpec wanted) {
    try {
      return wanted == null ? clock.getZone() : ZoneId.of(wanted.schedule().timeZone());
    } catch (DateTimeException e) {
      // an event of an older version; the reader's own zone says as much
      return clock.getZone();
    }
  }

  private static String queue(Queue queue, String now) {
    return "%s, %,d a minute, at most %,d inside%s"
        .formatted(
            queue.mode(),
            queue.admission().perMinute(),
            queue.admission().maxActive(),
            now.isEmpty() ? "" : "; " + now);
  }

  private static String sales(@Nullable TicketEventStatus status) {
    if (status == null || status.seatMap() == null) {
      return "no seat map in force yet";
    }
    return "%s of %,d places sold (in steps of 5 %%)"
        .formatted(Objects.requireNonNullElse(status.sold(), "0%"), status.seatMap().seats());
  }

  private String scaling(@Nullable TicketEventSpec wanted, @Nullable TicketEventStatus status) {
    TicketEventStatus.ScalingInForce scaling = status == null ? null : status.scaling();
    if (scaling == null || scaling.applied() == null) {
      return wanted == null ? "" : "topology %s, not applied yet".formatted(wanted.topology());
    }
    return "%s%s"
        .formatted(
            scaling.applied(),
            scaling.nextChangeAt() == null
                ? ""
                : ", changes " + at(wanted, Instant.parse(scaling.nextChangeAt()), "").strip());
  }

  private static String endpoint(@Nullable TicketEventStatus status) {
    return status == null || status.endpoints() == null || status.endpoints().buyers() == null
        ? ""
        : status.endpoints().buyers();
  }

  private static List<String> paused(TicketEvent event) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(event.getMetadata().getAnnotations(), Map.of());
    Optional<String> operator =
        "paused".equals(annotations.get(RECONCILE))
            ? Optional.of("the operator leaves it alone; kubectl onsale resume --operator NAME")
            : Optional.empty();
    Optional<String> admission =
        event.getSpec() != null && event.getSpec().paused()
            ? Optional.of("nobody is let in; kubectl onsale resume NAME")
            : Optional.empty();
    return java.util.stream.Stream.of(admission, operator).flatMap(Optional::stream).toList();
  }

  private static String condition(Condition condition) {
    boolean person = needsAPerson(condition);
    return "%s %-20s %-8s %-18s %s%n"
        .formatted(
            person ? "!" : " ",
            condition.getType(),
            condition.getStatus(),
            condition.getReason(),
            Objects.requireNonNullElse(condition.getMessage(), ""));
  }

  private static boolean attention(TicketEvent event) {
    return event.getStatus() != null
        && event.getStatus().conditions().stream().anyMatch(StatusCommand::needsAPerson);
  }

  private static boolean needsAPerson(Condition condition) {
    return Reason.named(condition.getReason())
        .map(reason -> reason.severity() == Reason.Severity.NeedsAPerson)
        .orElse(false);
  }
}
