package dev.onsale.operator.event;

import static dev.onsale.api.v1alpha1.ApiTimes.duration;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.cluster.LenientReading;
import dev.onsale.operator.cluster.RecentAnswers;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.event.plan.SeatMapInUse;
import dev.onsale.operator.validation.EventCheck;
import dev.onsale.operator.validation.NamespaceSelection;
import dev.onsale.operator.validation.Problem;
import dev.onsale.schedule.Freeze;
import dev.onsale.schedule.Timeline;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first step of a reconciliation: what the spec asks for, or what is wrong with it. */
public final class Intake {

  /** What the spec asks for. */
  sealed interface Asked {

    record Valid(
        TicketEventSpec spec,
        TicketPlatform platform,
        Timeline timeline,
        SeatMapInUse seats,
        boolean mapEdited)
        implements Asked {

      /** When its pods are not rolled. */
      Freeze freeze() {
        return Freeze.of(timeline, duration(platform.getSpec().delivery().freezeFor()));
      }
    }

    record Wrong(Problem problem) implements Asked {}
  }

  private final KubernetesClient client;
  private final RecentAnswers<String, Namespace> namespaces = new RecentAnswers<>();
  private final SeatMapSource seatMaps;

  public Intake(KubernetesClient client) {
    this.client = client;
    this.seatMaps = new SeatMapSource(client);
  }

  /**
   * @param spec the event's own, or one it was good for before; null if it could not be read
   */
  Asked read(TicketEvent event, @Nullable TicketEventSpec spec, Context<TicketEvent> context) {
    if (spec == null) {
      return wrong(Reason.Unreadable, LenientReading.reason(event));
    }
    Optional<Problem> problem = EventCheck.problem(spec);
    if (problem.isPresent()) {
      return new Asked.Wrong(problem.get());
    }
    String platformName = spec.platformRef().name();
    Optional<TicketPlatform> platform = platform(platformName, context);
    if (platform.isEmpty() || platform.get().getSpec() == null) {
      return wrong(
          Reason.PlatformNotFound,
          "spec.platformRef.name is \"%s\", and there is no such TicketPlatform that can be read; create it or name another"
              .formatted(platformName));
    }
    if (!allowed(platform.get(), event.getMetadata().getNamespace())) {
      return wrong(
          Reason.NamespaceNotAllowed,
          "TicketPlatform \"%s\" does not take events of namespace %s; label the namespace as its spec.eventNamespaces.selector asks"
              .formatted(platformName, event.getMetadata().getNamespace()));
    }
    return switch (seatMaps.find(event, spec, context)) {
      case SeatMapSource.Found.Usable usable ->
          new Asked.Valid(spec, platform.get(), Timeline.of(spec), usable.seats(), usable.edited());
      case SeatMapSource.Found.Unusable unusable -> new Asked.Wrong(unusable.problem());
    };
  }

  /** By name, because the spec in hand need not be the one the informer relates to the event. */
  private static Optional<TicketPlatform> platform(String name, Context<TicketEvent> context) {
    var source =
        (InformerEventSource<TicketPlatform, TicketEvent>)
            context
                .eventSourceRetriever()
                .getEventSourceFor(TicketPlatform.class, TicketEventReconciler.PLATFORMS);
    return source.get(new ResourceID(name));
  }

  private boolean allowed(TicketPlatform platform, String namespace) {
    Namespace found = namespaces.get(namespace, name -> client.namespaces().withName(name).get());
    Map<String, String> labels =
        found == null || found.getMetadata().getLabels() == null
            ? Map.of()
            : found.getMetadata().getLabels();
    return NamespaceSelection.allows(platform.getSpec().eventNamespaces(), labels);
  }

  private static Asked wrong(Reason reason, String message) {
    return new Asked.Wrong(new Problem(reason, message));
  }
}
